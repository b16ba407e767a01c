using System.Globalization;
using System.Text;

namespace Freehold.Benchmarks.Gateway;

/// <summary>A server to put load on, and the requests to do it with.</summary>
/// <param name="Name">What the figures call it.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="Key">The bearer token that it asks for; null where it asks for none.</param>
/// <param name="Process">Whose processor time counts as its own.</param>
internal sealed record LoadTarget(string Name, Uri Url, string? Key, ChildProcess Process)
{
    private const string Messages =
        """[{"role":"system","content":"You sort tickets of a help desk. Answer with one word."},{"role":"user","content":"My invoice of March is wrong: the discount that we agreed on is missing. Could you send a new one before Friday? Thank you."}]""";

    /// <summary>Requests that it answered so far, the warm-up among them.</summary>
    public long Answered { get; set; }

    /// <summary>One chat request, head and body, as it goes over the wire.</summary>
    public byte[] Request(bool stream)
    {
        var body = $$"""{"model":"auto","temperature":0.2,"max_tokens":64,"stream":{{(stream ? "true" : "false")}},"messages":{{Messages}}}""";
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: {Url.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n"
            + $"{(Key is null ? "" : $"Authorization: Bearer {Key}\r\n")}\r\n{body}"));
    }
}
