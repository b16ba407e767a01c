namespace Freehold.Client;

/// <summary>What kind of failure a call met.</summary>
public enum FreeholdFailure
{
    /// <summary>No answer came: nobody listens there, the name is unknown, or the connection broke.</summary>
    Unreachable,

    /// <summary>The gateway answered with an error; <see cref="FreeholdException.Status"/> is its HTTP status.</summary>
    Refused,

    /// <summary>A streamed answer ended with an error, or broke off.</summary>
    BrokenOff,

    /// <summary>What came is not what the API promises; is it a Freehold gateway?</summary>
    Unreadable,
}

/// <summary>A call failed. Nothing is repeated automatically: an answer may have been made and paid for.</summary>
public sealed class FreeholdException : Exception
{
    internal FreeholdException(FreeholdFailure failure, string message, Exception? cause = null)
        : base(message, cause) => Failure = failure;

    /// <summary>The kind of failure.</summary>
    public FreeholdFailure Failure { get; }

    /// <summary>The HTTP status; null where no answer came or the failure came after its head.</summary>
    public int? Status { get; init; }

    /// <summary>Machine-readable reason, such as <c>model_not_found</c>; null where there is none.</summary>
    public string? Code { get; init; }

    /// <summary>OpenAI's class of error, such as <c>invalid_request_error</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The field of the request that is to blame.</summary>
    public string? Param { get; init; }

    /// <summary>Id of the HTTP request, for the operator's logs.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the gateway asks to wait before another try; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
