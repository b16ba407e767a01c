using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Tests.Specialists;

public sealed class TextFeaturesTests
{
    [Theory]
    [InlineData("Ab, c", "Ab|,|c")]
    [InlineData("don't 12.5€", "don|'|t|12|.|5|€")]
    [InlineData("na\u00EFve cafe\u0301s", "na\u00EFve|cafe\u0301s")]
    [InlineData("東京は hot", "東|京|は|hot")]
    [InlineData("\u0000 a", "a")]
    public void A_text_is_cut_into_words_and_signs(string text, string expected)
    {
        var tokens = new TextToken[16];
        var count = TextTokenizer.Read(text, tokens);
        Assert.Equal(expected, string.Join('|', tokens.Take(count).Select(token => text.Substring(token.Start, token.Length))));
    }

    [Fact]
    public void Each_kind_of_feature_is_counted_as_defined()
    {
        var features = new TextFeatures();
        features.Read("one two three");
        Assert.Equal(3 + 2, features.Block((int)FeatureBlock.Words).Length);
        Assert.Equal(1, features.Block((int)FeatureBlock.SkipPairs).Length);

        // Of " one ": 4 pieces of two characters, 3 of three, 2 of four and 1 of five; of " three " two more of each length.
        Assert.Equal(10 + 10 + 18, features.Block((int)FeatureBlock.Characters).Length);
    }

    [Fact]
    public void Hashes_are_what_files_were_trained_with()
    {
        var features = new TextFeatures();
        features.Read("Ab");

        // A change of this number needs a new version of the features.
        Assert.Equal([0xDDCF4BCD], features.Block(0).ToArray());
    }

    [Fact]
    public void The_longest_text_of_any_kind_fits()
    {
        var features = new TextFeatures();
        foreach (var word in new[] { "a", "a ", "abc ", "!", "\u6771" })
        {
            features.Read(string.Concat(Enumerable.Repeat(word, 5000)));
            Assert.NotEqual(0, features.Block(0).Length);
        }
    }

    [Fact]
    public void A_vocabulary_finds_its_features_and_no_others()
    {
        var random = new Random(3);
        uint[] hashes = [.. Enumerable.Range(0, 500).Select(_ => (uint)random.Next(1, int.MaxValue)).Distinct().Order()];
        var vocabulary = new FeatureVocabulary(hashes, [.. hashes.Select(_ => 1f)], [hashes.Length, hashes.Length, hashes.Length]);
        for (var row = 0; row < hashes.Length; row++)
            Assert.Equal(row, vocabulary.Find(hashes[row]));
        for (var i = 0; i < 1000; i++)
        {
            var hash = (uint)random.Next() | 0x8000_0000;
            Assert.Equal(-1, vocabulary.Find(hash));
        }
    }

    [Fact]
    public void Disorder_in_a_vocabulary_is_refused()
    {
        Refused([2, 1], [1, 1], [2, 2, 2]);
        Refused([0, 1], [1, 1], [2, 2, 2]);
        Refused([1, 1], [1, 1], [1, 2, 2]);
        Refused([1, 2], [1, float.NaN], [2, 2, 2]);
        Refused([1, 2], [1, 1], [2, 1, 2]);
        Refused([1, 2], [1, 1], [-1, 1, 2]);
        Refused([1, 2], [1, 1], [1, 1, 1]);

        static void Refused(uint[] hashes, float[] weights, int[] ends) =>
            Assert.Throws<ArgumentException>(() => new FeatureVocabulary(hashes, weights, ends));
    }
}
