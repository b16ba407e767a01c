namespace Freehold.Wire.Errors;

/// <summary>Values of <c>error.type</c>, as OpenAI uses them.</summary>
public static class WireErrorTypes
{
    /// <summary>The request itself is at fault; sending it again unchanged will fail again.</summary>
    public const string InvalidRequest = "invalid_request_error";

    /// <summary>A request limit was reached; the same request may succeed later.</summary>
    public const string Requests = "requests";

    /// <summary>The money or token budget is used up.</summary>
    public const string InsufficientQuota = "insufficient_quota";

    /// <summary>The service, or a server behind it, failed.</summary>
    public const string Server = "server_error";
}
