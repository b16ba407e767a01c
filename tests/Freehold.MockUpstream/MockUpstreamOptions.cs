namespace Freehold.MockUpstream;

/// <summary>How the upstream behaves.</summary>
public sealed record MockUpstreamOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Folder whose subfolders each hold <c>request.json</c> and <c>response.json</c> or <c>response.txt</c>. Where set, chat requests are
    /// answered as recorded: matched by content, whatever their <c>model</c> and <c>stream_options</c>. Where null, the answer is canned.
    /// </summary>
    public string? RecordedFolder { get; init; }

    /// <summary>
    /// Whether recorded streams do what OpenAI does for <c>include_usage</c>: <c>"usage":null</c> in each chunk and a usage chunk at the
    /// end. Canned streams always do.
    /// </summary>
    public bool EmulateIncludeUsage { get; init; }

    /// <summary>Content chunks of a canned stream.</summary>
    public int StreamChunks { get; init; } = 16;

    /// <summary>
    /// Where not 0, requests for text are answered with what they ask, in pieces of so many characters where streamed: whoever sent something
    /// sees what arrived. Else the answer is canned.
    /// </summary>
    public int EchoPieceChars { get; init; }

    /// <summary>With <see cref="EchoPieceChars"/>: what is answered to a text; null: the text itself. Called on the server's threads.</summary>
    public Func<string, string>? Answer { get; init; }

    /// <summary>Models that <c>GET /v1/models</c> lists.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["mock-model"];

    /// <summary>Most requests kept for tests to look at; older ones are forgotten. 0 keeps none, as benchmarks want.</summary>
    public int MaxRecordedRequests { get; init; } = 1024;

    /// <summary>Decides per request what goes wrong; null, or a null result, for nothing. Called on the server's threads.</summary>
    public Func<MockRequest, MockFault?>? Script { get; init; }
}
