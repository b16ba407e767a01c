namespace Freehold.Core.Redaction;

/// <summary>A request has more to replace than the bound allows, so it must not go out.</summary>
public sealed class RedactionLimitException : Exception
{
    public RedactionLimitException()
        : this("The request has too much to replace.")
    {
    }

    public RedactionLimitException(string message)
        : base(message)
    {
    }

    public RedactionLimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
