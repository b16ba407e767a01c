using System.Buffers;
using Freehold.Core.Redaction;
using Freehold.Gateway.Inference;
using Freehold.Wire.Chat;
using Freehold.Wire.Restoring;
using Freehold.Wire.Texts;

namespace Freehold.Gateway.Redaction;

/// <summary>
/// A request with placeholders in place of what was found in it, and the way back. Made at most once for an exchange, so that all providers it
/// is tried at see the same; gone with the exchange.
/// </summary>
internal sealed class RedactedRequest : IAnswerTextFilters
{
    private readonly PlaceholderMap _map;
    private readonly bool _answersInJson;

    private RedactedRequest(byte[] body, PlaceholderMap map, bool answersInJson) => (Body, _map, _answersInJson) = (body, map, answersInJson);

    /// <summary>What a provider gets.</summary>
    public byte[] Body { get; }

    /// <exception cref="RedactionLimitException">There is more to replace than the bound allows.</exception>
    public static RedactedRequest Make(TextRequest request)
    {
        if (!RequestTextReader.TryRead(request.Body, int.MaxValue, out var texts, out var error))
        {
            throw new InvalidOperationException($"A body that was read at admission cannot be read again: {error.Message}");
        }

        using (texts)
        {
            var map = new PlaceholderMap(texts.Text);
            var replacements = new List<TextReplacement>();
            foreach (var span in request.Findings.Redacted)
            {
                for (var at = span.Start; texts.TryClip(at, span.End, out var from, out var to); at = to)
                {
                    replacements.Add(new TextReplacement(from, to - from, map.Add(span.Kind, texts.Text[from..to].ToString())));
                }
            }

            var body = new ArrayBufferWriter<byte>(request.Body.Length + 64);
            RequestTextWriter.Write(request.Body, texts, replacements.ToArray(), body);
            return new RedactedRequest(body.WrittenSpan.ToArray(), map, AnswersInJson(request));
        }
    }

    /// <summary>Puts the originals back into one answer.</summary>
    public AnswerRestorer OpenAnswer() => new(this);

    public IAnswerTextFilter Create(bool isArguments) =>
        new Filter(new PlaceholderRestorer(_map, isArguments || _answersInJson ? RestoredForm.JsonString : RestoredForm.Plain));

    private static bool AnswersInJson(TextRequest request) =>
        request.Wire is ChatCompletionRequest chat && chat.ResponseFormat.Utf8.Span.IndexOf("\"json_"u8) >= 0;

    private sealed class Filter(PlaceholderRestorer restorer) : IAnswerTextFilter
    {
        public void Append(ReadOnlySpan<char> piece, System.Text.StringBuilder output) => restorer.Append(piece, output);

        public void Flush(System.Text.StringBuilder output) => restorer.Flush(output);
    }
}
