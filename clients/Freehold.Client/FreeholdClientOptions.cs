namespace Freehold.Client;

/// <summary>Where the gateway is and who calls it.</summary>
public sealed record FreeholdClientOptions
{
    /// <summary>The gateway of a silo that was started without options.</summary>
    public static Uri DefaultBaseUrl { get; } = new("http://127.0.0.1:8080");

    /// <summary>The gateway's root, without <c>/v1</c>.</summary>
    /// <value>The default is <see cref="DefaultBaseUrl"/>.</value>
    public Uri BaseUrl { get; init; } = DefaultBaseUrl;

    /// <summary>The key to send with every call; null for the few endpoints that need none.</summary>
    public string? ApiKey { get; init; }

    internal void Validate()
    {
        if (BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw new ArgumentException($"{nameof(BaseUrl)} is '{BaseUrl}'; use an absolute http or https URL, such as {DefaultBaseUrl}.");

        // The key's own text never gets into a message.
        if (ApiKey is { } key && (key.Length == 0 || key.AsSpan().ContainsAnyExceptInRange('!', '~')))
            throw new ArgumentException($"{nameof(ApiKey)} is empty or holds a space or a character that no key has; copy it again.");
    }
}
