using Freehold.Inference.Formats.Gguf;

namespace Freehold.Benchmarks.Engine;

/// <summary>
/// A SentencePiece vocabulary of 32,000 tokens that any text can be written in: control tokens, bytes, the printable ASCII characters, then
/// made-up words, each of which is another one with a letter added, so that merges reach it.
/// </summary>
internal static class SyntheticVocabulary
{
    public const int Size = 32_000;

    /// <summary>Unknown, beginning and end of text, and the bytes: no random prompt should hold them.</summary>
    public const int FirstWordId = 3 + 256;

    private const int Normal = 1, Unknown = 2, Control = 3, Byte = 6;
    private const char SpaceMark = '\u2581', FirstPrintable = '!', LastPrintable = '~';

    public static void WriteTo(GgufWriter writer)
    {
        writer.Set("tokenizer.ggml.model", "llama");
        writer.Set("tokenizer.ggml.pre", "default");
        writer.Set("tokenizer.ggml.tokens", Tokens());
        writer.Set("tokenizer.ggml.scores", [.. Enumerable.Range(0, Size).Select(id => id < FirstWordId ? 0f : FirstWordId - id)]);
        writer.Set("tokenizer.ggml.token_type", [.. Enumerable.Range(0, Size).Select(Kind)]);
        writer.Set("tokenizer.ggml.bos_token_id", 1);
        writer.Set("tokenizer.ggml.eos_token_id", 2);
        writer.Set("tokenizer.ggml.unknown_token_id", 0);
        writer.Set("tokenizer.ggml.add_bos_token", true);
        writer.Set("tokenizer.ggml.add_eos_token", false);
    }

    private static int Kind(int id) => id switch { 0 => Unknown, <= 2 => Control, < FirstWordId => Byte, _ => Normal };

    private static List<string> Tokens()
    {
        var tokens = new List<string>(Size) { "<unk>", "<s>", "</s>" };
        tokens.AddRange(Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"));
        tokens.Add(SpaceMark.ToString());
        for (var character = FirstPrintable; character <= LastPrintable; character++)
            tokens.Add(character.ToString());

        // Breadth first: every word of n letters stands before those that it begins. Words of a sentence begin with the space mark.
        var starts = new Queue<string>(Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString()).Prepend(SpaceMark.ToString()));
        while (tokens.Count < Size)
        {
            var start = starts.Dequeue();
            for (var letter = 'a'; letter <= 'z' && tokens.Count < Size; letter++)
            {
                tokens.Add(start + letter);
                starts.Enqueue(start + letter);
            }
        }

        return tokens;
    }
}
