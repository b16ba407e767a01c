using System.Security.Cryptography;
using Freehold.Core.Labels.Tagging;

namespace Freehold.Core.Tests.Labels.Tagging;

public sealed class TaggerFileTests
{
    private static readonly TaggerWeights Weights = RandomWeights();
    private static readonly byte[] Whole = TaggerFile.Write(Weights);

    private static TaggerWeights RandomWeights()
    {
        var random = new Random(1);
        var rows = new sbyte[FeatureTable.Buckets * TaggerWeights.Lanes];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = i % TaggerWeights.Lanes < TagSet.Count && random.Next(9) == 0 ? (sbyte)random.Next(-127, 128) : (sbyte)0;
        return new TaggerWeights(rows, [.. Enumerable.Range(0, Viterbi.TransitionCount).Select(_ => (float)random.Next(-3_000, 3_000))]);
    }

    [Fact]
    public void What_was_written_is_read()
    {
        var read = TaggerFile.Read(Whole);

        Assert.True(read.Rows.SequenceEqual(Weights.Rows));
        Assert.True(read.Transitions.SequenceEqual(Weights.Transitions));
    }

    [Fact]
    public void The_shipped_file_is_of_this_programs_features_and_below_its_bound()
    {
        using var resource = typeof(TaggerFile).Assembly.GetManifestResourceStream("Freehold.Core.Labels.Tagging.tagger.bin")!;

        Assert.InRange(resource.Length, 1, 2_000_000);
        Assert.Contains(TaggerFile.ReadShipped().Rows.ToArray(), weight => weight != 0);
    }

    [Fact]
    public void A_changed_byte_is_refused_wherever_it_is()
    {
        for (var at = 0; at < Whole.Length; at += 1 + (Whole.Length / 50))
        {
            var file = (byte[])Whole.Clone();
            file[at] ^= 0x40;
            Assert.Throws<InvalidDataException>(() => TaggerFile.Read(file));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(43)]
    [InlineData(44)]
    [InlineData(1_000)]
    public void A_file_that_ends_early_is_refused(int length) =>
        Assert.Throws<InvalidDataException>(() => TaggerFile.Read(Whole.AsSpan(0, length)));

    [Fact]
    public void A_file_of_other_features_is_refused_with_the_remedy()
    {
        var file = (byte[])Whole.Clone();
        file[6]++;

        Assert.Contains("train it anew", Assert.Throws<InvalidDataException>(() => TaggerFile.Read(file)).Message);
    }

    [Fact]
    public void A_file_with_a_right_digest_and_wrong_content_is_refused()
    {
        byte[] body = [.. Whole[..12], .. new byte[100]];

        Assert.Throws<InvalidDataException>(() => TaggerFile.Read([.. body, .. SHA256.HashData(body)]));
    }
}
