using Freehold.Core.Features;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Features;

public sealed class RequestFeaturesTests
{
    [Fact]
    public void Whatever_the_prompt_the_bytes_are_within_the_bound_and_read_back_the_same() =>
        Prop.ForAll<string>(text =>
        {
            var prompt = string.Concat(Enumerable.Repeat(text ?? "", 40).Select((part, i) => part + i));
            var features = FeatureExtractor.Extract(prompt, new FeatureContext(text, prompt.Length));
            var bytes = features.ToBytes();
            var read = RequestFeatures.FromBytes(bytes);
            return bytes.Length <= RequestFeaturesFormat.MaxBytes
                && read.Entries.SequenceEqual(features.Entries)
                && read.Signals.SequenceEqual(features.Signals);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Buckets_ascend_and_stay_in_range() =>
        Prop.ForAll<string[]>(words =>
        {
            var features = FeatureExtractor.Extract(string.Join(' ', words), default);
            return Enumerable.Range(0, features.Count).All(i =>
                features.BucketAt(i) is >= 0 and < RequestFeatures.BucketCount
                && features.CountAt(i) is >= 1 and <= RequestFeatures.MaxCount
                && (i == 0 || features.BucketAt(i) > features.BucketAt(i - 1)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_that_break_off_or_go_out_of_range_are_refused()
    {
        var bytes = FeatureExtractor.Extract("a prompt of several words", default).ToBytes();

        Assert.Throws<FormatException>(() => RequestFeatures.FromBytes([]));
        Assert.Throws<FormatException>(() => RequestFeatures.FromBytes([9, .. bytes[1..]]));
        Assert.Throws<FormatException>(() => RequestFeatures.FromBytes([.. bytes[..(1 + SurfaceSignals.Count)], 0x80]));
        Assert.Throws<FormatException>(() => RequestFeatures.FromBytes([.. bytes[..(1 + SurfaceSignals.Count)], 0xFF, 0xFF, 0xFF, 0x7F]));
        Assert.Throws<FormatException>(() => RequestFeatures.FromBytes([.. bytes, 0x00]));
        Assert.Throws<FormatException>(() => RequestFeatures.FromBytes(new byte[RequestFeaturesFormat.MaxBytes + 1]));
    }
}
