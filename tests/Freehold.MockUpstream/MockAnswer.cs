namespace Freehold.MockUpstream;

/// <summary>An answer without faults.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="Body">A JSON body; null for a stream.</param>
/// <param name="Events">Events of a stream, each with the line ends that follow it; null for a body.</param>
/// <param name="AllEvents">The same in one piece, to be sent at once when nothing goes wrong.</param>
internal sealed record MockAnswer(int StatusCode, byte[]? Body, byte[][]? Events, byte[]? AllEvents)
{
    public static MockAnswer Json(byte[] body, int statusCode = 200) => new(statusCode, body, null, null);

    public static MockAnswer Stream(byte[][] events) => new(200, null, events, [.. events.SelectMany(bytes => bytes)]);
}
