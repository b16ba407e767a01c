namespace Freehold.MockUpstream;

/// <summary>A request as the upstream got it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path of the URL.</param>
/// <param name="Authorization">The header, or null.</param>
/// <param name="Body">The bytes of the body.</param>
/// <param name="TraceHeaders">The headers <c>traceparent</c>, <c>tracestate</c> and <c>baggage</c>, as far as they came.</param>
public sealed record MockRequest(
    string Method, string Path, string? Authorization, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> TraceHeaders);
