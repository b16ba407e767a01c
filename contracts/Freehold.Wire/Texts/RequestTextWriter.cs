using System.Buffers;
using System.Text;
using System.Text.Json;
using Freehold.Wire.Json;

namespace Freehold.Wire.Texts;

/// <summary>Writes a body again with some of its text replaced. Strings without a replacement stay byte for byte, as does all between them.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class RequestTextWriter
{
    /// <summary>Writes the body.</summary>
    /// <param name="body">The body that <paramref name="texts"/> was read from.</param>
    /// <param name="texts">Its texts.</param>
    /// <param name="replacements">In order, none over another one, each within one string (<see cref="RequestTexts.TryClip"/>).</param>
    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <exception cref="ArgumentException">A replacement is not within one string.</exception>
    public static void Write(
        ReadOnlySpan<byte> body, RequestTexts texts, ReadOnlySpan<TextReplacement> replacements, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(output);
        var writing = new Writing(texts, replacements);
        writing.WriteDocument(body, 0, texts.Pieces.Count, output);
        writing.CheckDone();
    }

    private ref struct Writing(RequestTexts texts, ReadOnlySpan<TextReplacement> replacements)
    {
        private readonly ReadOnlySpan<TextReplacement> _replacements = replacements;
        private int _next;

        public readonly void CheckDone()
        {
            if (_next < _replacements.Length)
                throw new ArgumentException($"The replacement at {_replacements[_next].Start} is not within one string, or not in order.");
        }

        public void WriteDocument(ReadOnlySpan<byte> document, int first, int end, IBufferWriter<byte> output)
        {
            var copied = 0;
            for (var i = first; i < end && _next < _replacements.Length; i += 1 + texts.Pieces[i].Nested)
            {
                var piece = texts.Pieces[i];
                if (_replacements[_next].Start >= piece.End) continue;
                output.Write(document[copied..piece.Range.Start]);
                if (piece.Nested > 0) WriteNested(piece.Range.Of(document), i, output);
                else WriteJson(output, Replace(piece));
                copied = piece.Range.End;
            }

            output.Write(document[copied..]);
        }

        private void WriteNested(ReadOnlySpan<byte> literal, int piece, IBufferWriter<byte> output)
        {
            var reader = new Utf8JsonReader(literal, WireJson.ReaderOptions);
            reader.Read();
            var document = new byte[reader.ValueSpan.Length];
            var length = reader.CopyString(document);
            var inner = new ArrayBufferWriter<byte>(length + 64);
            WriteDocument(document.AsSpan(0, length), piece + 1, piece + 1 + texts.Pieces[piece].Nested, inner);
            WriteJson(output, Encoding.UTF8.GetString(inner.WrittenSpan));
        }

        private string Replace(TextPiece piece)
        {
            var text = new StringBuilder();
            var copied = piece.Start;
            while (_next < _replacements.Length && _replacements[_next].Start < piece.End)
            {
                var replacement = _replacements[_next];
                if (replacement.Start < copied || replacement.End > piece.End) CheckDone();
                text.Append(texts.Text[copied..replacement.Start]).Append(replacement.With);
                copied = replacement.End;
                _next++;
            }

            return text.Append(texts.Text[copied..piece.End]).ToString();
        }

        private static void WriteJson(IBufferWriter<byte> output, string text)
        {
            output.Write("\""u8);
            output.Write(JsonEncodedText.Encode(text, WireJson.WriterOptions.Encoder).EncodedUtf8Bytes);
            output.Write("\""u8);
        }
    }
}
