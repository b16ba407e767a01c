namespace Freehold.Core.Signing;

/// <summary>Why a signature, or a model beside it, is not taken.</summary>
public enum SignatureFault
{
    /// <summary>The bundle is not a Sigstore bundle with a DSSE envelope of one signature.</summary>
    BadBundle,

    /// <summary>The envelope holds something else than an in-toto statement of the model signing specification.</summary>
    BadStatement,

    /// <summary>A key or certificate cannot be read, or is of a curve that is not taken.</summary>
    BadKey,

    /// <summary>No trusted key or certificate made the signature.</summary>
    NotTrusted,

    /// <summary>The signature does not fit the bytes that it is said to sign.</summary>
    BadSignature,

    /// <summary>The model's files are not those that were signed.</summary>
    FilesDiffer,

    /// <summary>A bound is exceeded.</summary>
    TooLarge,
}

/// <summary>A signature was refused. The message is one line: what, where, what to do.</summary>
public sealed class ModelSignatureException : Exception
{
    /// <summary>Makes a refusal.</summary>
    public ModelSignatureException(SignatureFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>Makes a refusal with what led to it.</summary>
    public ModelSignatureException(SignatureFault fault, string message, Exception inner)
        : base(message, inner) => Fault = fault;

    /// <summary>Which kind.</summary>
    public SignatureFault Fault { get; }
}
