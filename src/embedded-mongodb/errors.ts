/**
 * MongoDB's error codes by name, as far as this server gives them. Names and numbers are those of MongoDB 7's
 * `error_codes.yml`; errors that MongoDB itself leaves unnamed are called `Location<number>`.
 */
export const errorCodes = {
  InternalError: 1,
  BadValue: 2,
  NoSuchKey: 4,
  GraphContainsCycle: 5,
  HostUnreachable: 6,
  FailedToParse: 9,
  UserNotFound: 11,
  UnsupportedFormat: 12,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  ProtocolError: 17,
  AuthenticationFailed: 18,
  IllegalOperation: 20,
  EmptyArrayOperation: 21,
  InvalidBSON: 22,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  CannotCreateIndex: 67,
  IndexAlreadyExists: 68,
  NonExistentPath: 29,
  InvalidPath: 30,
  RoleNotFound: 31,
  CannotBackfillArray: 39,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  NotSingleValueField: 54,
  InvalidDBRef: 55,
  EmptyFieldName: 56,
  DottedFieldName: 57,
  CommandNotFound: 59,
  ShardKeyNotFound: 61,
  WriteConcernFailed: 64,
  MultipleErrorsOccurred: 65,
  ImmutableField: 66,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  WriteConcernLegacyOK: 75,
  NoReplicationEnabled: 76,
  UnknownReplWriteConcern: 79,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  OperationFailed: 96,
  NoProgressMade: 82,
  DocumentValidationFailure: 121,
  NotAReplicaSet: 123,
  CommandFailed: 125,
  IncompatibleCollationVersion: 161,
  CommandNotSupported: 115,
  CommandNotSupportedOnView: 166,
  OptionNotSupportedOnView: 167,
  InvalidPipelineOperator: 168,
  ViewDepthLimitExceeded: 165,
  InvalidSeedList: 163,
  WriteConflict: 112,
  ConflictingOperationInProgress: 117,
  QueryPlanKilled: 175,
  CannotGrowDocumentInCappedNamespace: 10003,
  InterruptedAtShutdown: 11600,
  Interrupted: 11601,
  CursorInUse: 12051,
  InvalidIndexSpecificationOption: 197,
  QueryFeatureNotAllowed: 224,
  TransactionTooOld: 225,
  NoSuchTransaction: 251,
  TransactionCommitted: 256,
  TransactionTooLarge: 257,
  NotExactValueField: 271,
  OperationNotSupportedInTransaction: 263,
  ExceededMemoryLimit: 146,
  NotImplemented: 238,
  ConversionFailure: 241,
  NoQueryExecutionPlans: 291,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  NoSuchSession: 206,
  KeyTooLong: 17280,
  UnsatisfiableWriteConcern: 100,
  OutOfDiskSpace: 14031,
  DuplicateKey: 11000,
  BSONObjectTooLarge: 10334,
  APIVersionError: 322,
  APIStrictError: 323,
  CannotIndexParallelArrays: 171,
  CollectionUUIDMismatch: 361,
  QueryTrackingError: 139,
  InvalidViewDefinition: 182,
  RetryableTransactionInProgress: 314,
  IncompleteTransactionHistory: 217,
} as const satisfies Record<string, number>

export type ErrorName = keyof typeof errorCodes | `Location${number}`

/** What an error carries besides its code and words: fields put beside `errmsg`, and the driver's error labels. */
export interface ErrorExtras {
  /** Fields of the reply or write error such as keyPattern, keyValue, errInfo. */
  info?: Record<string, unknown>
  labels?: string[]
}

/** An error as MongoDB answers it: `code`, `codeName` and `errmsg`, with what else belongs into the reply. */
export class ServerError extends Error {
  readonly code: number
  readonly codeName: string
  readonly info?: Record<string, unknown>
  readonly labels?: string[]

  constructor(codeName: ErrorName, message: string, extras: ErrorExtras = {}) {
    super(message)
    this.name = 'ServerError'
    this.codeName = codeName
    this.code = codeOf(codeName)
    if (extras.info) this.info = extras.info
    if (extras.labels) this.labels = extras.labels
  }
}

function codeOf(name: ErrorName): number {
  const named = (errorCodes as Partial<Record<string, number>>)[name]
  return named ?? Number(name.slice('Location'.length))
}
