using Freehold.Core.Features;

namespace Freehold.Core.Tests.Features;

public sealed class FeatureExtractorTests
{
    [Fact]
    public void The_same_prompt_has_the_same_features_and_another_has_others()
    {
        var first = Extract("What is the capital of France?");

        Assert.Equal(first.ToBytes(), Extract("What is the capital of France?").ToBytes());
        Assert.NotEqual(first.ToBytes(), Extract("What is the capital of Spain?").ToBytes());
    }

    [Fact]
    public void Case_changes_signals_but_no_bucket()
    {
        var (lower, upper) = (Extract("prove that the group is abelian"), Extract("PROVE THAT THE GROUP IS ABELIAN"));

        Assert.Equal(lower.Entries, upper.Entries);
        Assert.NotEqual(lower.Signals.ToArray(), upper.Signals.ToArray());
    }

    [Fact]
    public void The_form_of_the_bytes_does_not_change_within_a_version()
    {
        // Models learn from stored bytes: what changes these needs a new version.
        var digest = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(
                FeatureExtractor.Extract("Solve 3x + 12 = 0.\nA. -4\nB. 4\nC. Größe\nAnswer:", new FeatureContext("maths", 2)).ToBytes()));

        Assert.Equal("5a8f75d967306b25", digest[..16]);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("What is the capital of France, and of Spain, and of Portugal?")]
    public void A_workload_found_later_is_as_one_in_the_context(string text)
    {
        foreach (var workload in Enumerable.Range(0, 200).Select(i => $"w{i}"))
        {
            Assert.Equal(
                FeatureExtractor.Extract(text, new FeatureContext(workload, 1)).ToBytes(),
                FeatureExtractor.WithWorkload(FeatureExtractor.Extract(text, new FeatureContext(null, 1)), workload).ToBytes());
        }
    }

    [Fact]
    public void A_workload_counts_up_its_bucket_and_has_room_in_a_full_prompt()
    {
        var twice = FeatureExtractor.WithWorkload(FeatureExtractor.Extract("", new FeatureContext("greeting")), "greeting");
        Assert.Equal((1, 2), (twice.Count, twice.CountAt(0)));

        var full = Extract(string.Join(' ', Enumerable.Range(0, 5_000).Select(i => $"{(char)('a' + (i % 26))}{i:x}")));
        foreach (var workload in Enumerable.Range(0, 100).Select(i => $"w{i}"))
        {
            var with = FeatureExtractor.WithWorkload(full, workload);
            Assert.InRange(with.Count, full.Count, RequestFeatures.MaxBuckets);
            Assert.Equal(with.Entries.ToArray().Order(), with.Entries.ToArray());
            Assert.Contains(FeatureExtractor.Extract("", new FeatureContext(workload)).BucketAt(0), with.Entries.ToArray().Select(RequestFeatures.BucketOf));
        }
    }

    [Fact]
    public void A_long_prompt_keeps_the_words_of_its_head_and_tail_within_the_bound()
    {
        var middle = string.Join(' ', Enumerable.Range(0, 50_000).Select(i => $"w{i:x}"));
        var features = Extract("needle " + middle + " thimble");

        Assert.InRange(features.Count, 1, RequestFeatures.MaxBuckets);
        Assert.InRange(features.ToBytes().Length, 1, RequestFeaturesFormat.MaxBytes);
        Assert.Equal(features.ToBytes(), Extract("needle " + middle[..20_000] + middle[^280_000..] + " thimble").ToBytes());
    }

    [Fact]
    public void Words_are_kept_before_parts_of_words()
    {
        var words = Enumerable.Range(0, 300).Select(i => "ab" + (char)('a' + (i % 26)) + (char)('a' + (i / 26))).ToArray();
        var alone = words.SelectMany(word => Extract(word).Entries.ToArray()).Select(RequestFeatures.BucketOf).Distinct().ToHashSet();

        var kept = Enumerable.Range(0, Extract(string.Join(' ', words)).Count)
            .Count(i => alone.Contains(Extract(string.Join(' ', words)).BucketAt(i)));

        Assert.Equal(alone.Count, kept);
    }

    [Theory]
    [InlineData("A. 12\nB. 13\nC. 14\nAnswer:", SurfaceSignals.NumericOptionShare, 255)]
    [InlineData("A. left\nB. right\nAnswer:", SurfaceSignals.NumericOptionShare, 0)]
    [InlineData("one\ntwo", SurfaceSignals.Options, 0)]
    [InlineData("1) one\n2) two", SurfaceSignals.Options, 51)]
    [InlineData("1234", SurfaceSignals.DigitShare, 255)]
    [InlineData("The ____ is", SurfaceSignals.HasBlank, 255)]
    [InlineData("a?", SurfaceSignals.QuestionMarks, 64)]
    [InlineData("", SurfaceSignals.LogLength, 0)]
    public void A_signal_is_what_its_name_says(string prompt, int signal, int expected) =>
        Assert.Equal(expected, Extract(prompt).Signals[signal]);

    [Fact]
    public void Workload_and_turn_are_features_too()
    {
        var plain = Extract("hello");

        Assert.Equal(plain.Count + 1, FeatureExtractor.Extract("hello", new FeatureContext("greeting")).Count);
        Assert.NotEqual(plain.Signals.ToArray(), FeatureExtractor.Extract("hello", new FeatureContext(null, 5)).Signals.ToArray());
    }

    private static RequestFeatures Extract(string prompt) => FeatureExtractor.Extract(prompt, default);
}
