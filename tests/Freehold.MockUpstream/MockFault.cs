namespace Freehold.MockUpstream;

/// <summary>What goes wrong with one request.</summary>
public abstract record MockFault
{
    private MockFault()
    {
    }

    /// <summary>Answers with a status and a body instead of the answer.</summary>
    /// <param name="StatusCode">HTTP status.</param>
    /// <param name="Body">The body.</param>
    /// <param name="RetryAfterSeconds">Value of <c>Retry-After</c>, or null for none.</param>
    /// <param name="ContentType">Type of the body.</param>
    public sealed record Status(int StatusCode, string Body, int? RetryAfterSeconds = null, string ContentType = "application/json") : MockFault;

    /// <summary>Sends nothing, not even headers, until released or until the client gives up; then the usual answer.</summary>
    /// <param name="Until">Completes to release the answer.</param>
    public sealed record Stall(Task Until) : MockFault;

    /// <summary>Sends the first events of a stream, then waits as <see cref="Stall"/> does before the rest.</summary>
    /// <param name="AfterEvents">Events sent before the wait.</param>
    /// <param name="Until">Completes to release the rest.</param>
    public sealed record StallMidStream(int AfterEvents, Task Until) : MockFault;

    /// <summary>Resets the connection before the first byte.</summary>
    public sealed record Reset : MockFault;

    /// <summary>Sends headers and the first events of a stream, or the first half of a body, and breaks the connection.</summary>
    /// <param name="AfterEvents">Events sent before the break.</param>
    public sealed record CutConnection(int AfterEvents) : MockFault;

    /// <summary>Sends the first events of a stream and ends it in good order, as if it were whole: no <c>[DONE]</c>.</summary>
    /// <param name="AfterEvents">Events sent before the end.</param>
    public sealed record EndEarly(int AfterEvents) : MockFault;

    /// <summary>Sends the first events of a stream, then text of the test's choosing in place of the rest: malformed events, an error event.</summary>
    /// <param name="AfterEvents">Events sent before the text.</param>
    /// <param name="Text">Sent as it is.</param>
    public sealed record RawTail(int AfterEvents, string Text) : MockFault
    {
        /// <summary>An in-band error, as OpenAI sends it.</summary>
        public static RawTail ErrorEvent(int afterEvents, string message) => new(afterEvents,
            $$$"""data: {"error":{"message":"{{{message}}}","type":"server_error","param":null,"code":null}}""" + "\n\n");
    }
}
