using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Import;
using Freehold.Inference.Tokenizers;
using Freehold.Inference.Tokenizers.Bpe;
using Freehold.Inference.Tokenizers.Splitting;
using Freehold.Testing;
using GgufWriter = Freehold.Inference.Formats.Gguf.GgufWriter;

namespace Freehold.Inference.Tests.Import;

public sealed class GgufVocabularyWriterTests
{
    private static readonly Vocabulary ByteLevel = new()
    {
        Source = "tokenizer.json",
        Model = TokenizerModel.ByteLevel,
        Tokens = ["a", "b", "c", "ab", "abc", "<|end|>", ""],
        Kinds =
        [
            TokenKind.Normal, TokenKind.Normal, TokenKind.Normal, TokenKind.Normal, TokenKind.Normal, TokenKind.Control, TokenKind.Unused,
        ],
        Merges = [new Merge(0, 1, 3, 0), new Merge(3, 2, 4, 1)],
        BeginningOfTextId = 5,
        EndOfTextId = 5,
        Prefix = [5],
    };

    [Theory]
    [InlineData(SplitRule.Llama3, true, false)]
    [InlineData(SplitRule.Llama3, false, false)]
    [InlineData(SplitRule.Qwen2, false, true)]
    [InlineData(SplitRule.Qwen2, false, false)]
    [InlineData(SplitRule.Gpt2, false, false)]
    [InlineData(SplitRule.DigitsThenGpt2, false, false)]
    public void A_byte_level_vocabulary_is_read_back_with_its_rules(SplitRule split, bool ignoreMerges, bool formC)
    {
        var vocabulary = ByteLevel with { SplitRule = split, IgnoreMerges = ignoreMerges, NormalizeFormC = formC };

        var read = WriteAndRead(vocabulary, modelVocabulary: 9);

        Assert.Equal(["a", "b", "c", "ab", "abc", "<|end|>", "[PAD6]", "[PAD7]", "[PAD8]"], read.Tokens);
        Assert.Equal([.. vocabulary.Kinds, TokenKind.Unused, TokenKind.Unused], read.Kinds);
        Assert.Equal(vocabulary.Merges, read.Merges);
        Assert.Equal((split, ignoreMerges, formC), (read.SplitRule, read.IgnoreMerges, read.NormalizeFormC));
        Assert.Equal((5, 5), (read.BeginningOfTextId, read.EndOfTextId));
        Assert.Equal([5], read.Prefix);
        Assert.Empty(read.Suffix);
    }

    [Fact]
    public void A_SentencePiece_vocabulary_merges_in_the_same_order()
    {
        var vocabulary = ByteLevel with
        {
            Model = TokenizerModel.SentencePiece,
            SpacePrefix = SpacePrefix.None,
            Prefix = [],
            Tokens = ["a", "b", "c", "bc", "abc", "</s>", "ab"],
            Kinds = [.. Enumerable.Repeat(TokenKind.Normal, 5), TokenKind.Control, TokenKind.Normal],
            Merges = [new Merge(1, 2, 3, 0), new Merge(0, 1, 6, 1), new Merge(0, 3, 4, 2), new Merge(6, 2, 4, 3)],
        };

        var read = WriteAndRead(vocabulary, modelVocabulary: 7);

        Assert.Equal(SpacePrefix.None, read.SpacePrefix);
        var (original, written) = (TokenizerFactory.Create(vocabulary), TokenizerFactory.Create(read));
        foreach (var text in (string[])["abc", "abcab", "cabbc", "aabbcc"])
            Assert.Equal(original.Encode(text), written.Encode(text));
    }

    [Fact]
    public void What_GGUF_has_no_words_for_is_refused()
    {
        Assert.Throws<ModelFormatException>(() => WriteAndRead(ByteLevel with { SplitRule = SplitRule.Gpt2, IgnoreMerges = true }, 7));
        Assert.Throws<ModelFormatException>(() => WriteAndRead(ByteLevel with { Prefix = [5, 0] }, 7));
        Assert.Throws<ModelFormatException>(() => WriteAndRead(ByteLevel with { Model = TokenizerModel.WordPiece }, 7));
    }

    private static Vocabulary WriteAndRead(Vocabulary vocabulary, int modelVocabulary)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 1);
        using var model = ModelFile.Open(folder["tiny.gguf"]);
        var writer = new GgufWriter();
        GgufVocabularyWriter.Write(writer, vocabulary, model.Config with { VocabularySize = modelVocabulary });
        writer.Save(folder["out.gguf"], overwrite: false, _ => { }, TestContext.Current.CancellationToken);
        using var container = GgufContainer.Open(folder["out.gguf"]);
        return GgufVocabulary.Read(container.Metadata)!;
    }
}
