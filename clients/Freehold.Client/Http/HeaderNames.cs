namespace Freehold.Client.Http;

/// <summary>Freehold's own headers.</summary>
internal static class HeaderNames
{
    public const string RequestId = "x-request-id";
    public const string Model = "x-freehold-model";
    public const string ModelDigest = "x-freehold-model-digest";
    public const string Decision = "x-freehold-decision";
    public const string CostUsd = "x-freehold-cost-usd";
    public const string Label = "x-freehold-label";
    public const string Workload = "x-freehold-workload";

    public static string? Find(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
