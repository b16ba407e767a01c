namespace Freehold.Client.Http;

/// <summary>Reads headers that a response may bring.</summary>
internal static class ResponseHeaders
{
    public static string? Find(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
