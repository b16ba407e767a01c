using System.Buffers.Binary;
using System.Text;
using Freehold.Inference.Formats;
using Freehold.Inference.Specialists;

namespace Freehold.Inference.Tests.Specialists;

public sealed class SpecialistFileTests
{
    public static TheoryData<string> Tasks => ["classification", "extraction"];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Spoiled_files_are_refused_or_predict_but_never_anything_else(string task)
    {
        var file = FileOf(task);
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var spoiled = file.ToArray();
            var header = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(spoiled);
            var within = round % 2 == 0 ? header : spoiled.Length;
            for (var change = 0; change < 1 + (round % 4); change++)
                spoiled[random.Next(within)] = (byte)random.Next(256);
            if (round % 5 == 0)
                spoiled = spoiled[..random.Next(spoiled.Length)];
            RequireRefusedOrHarmless(spoiled);
        }
    }

    [Theory]
    [InlineData("kind", "freehold.specialist", "freehold.speciality")]
    [InlineData("version", "\"version\":\"1\"", "\"version\":\"2\"")]
    [InlineData("features", "\"features\":\"1\"", "\"features\":\"7\"")]
    [InlineData("task", "\"classification\"", "\"declassication\"")]
    [InlineData("serve_at", "\"serve_at\":\"0", "\"serve_at\":\"7")]
    [InlineData("labels", "password", "delivery")]
    [InlineData("network.3", "\"networks\":\"3\"", "\"networks\":\"4\"")]
    [InlineData("features.hash", "features.hash", "features.hush")]
    [InlineData("network.1.output", "network.1.output\":{\"dtype\":\"F32\"", "network.1.output\":{\"dtype\":\"U32\"")]
    public void A_wrong_key_is_refused_by_name(string where, string from, string to)
    {
        var file = FileOf("classification");
        var text = Encoding.Latin1.GetString(file).Replace(from, to, StringComparison.Ordinal);
        Assert.Equal(file.Length, text.Length);
        var spoiled = Encoding.Latin1.GetBytes(text);
        var refusal = Assert.Throws<ModelFormatException>(() => SpecialistModel.Load(spoiled, "student.safetensors"));
        Assert.Contains("student.safetensors", refusal.Message, StringComparison.Ordinal);
        if (where != "labels")
            Assert.Contains(where, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_none_are_refused()
    {
        var file = FileOf("classification");
        for (var at = file.Length - 4; at > file.Length - 400; at -= 4)
        {
            var spoiled = file.ToArray();
            BinaryPrimitives.WriteSingleLittleEndian(spoiled.AsSpan(at), float.NaN);
            Assert.Throws<ModelFormatException>(() => SpecialistModel.Load(spoiled));
        }
    }

    [Fact]
    public void Bytes_that_belong_to_no_tensor_are_refused() =>
        Assert.Throws<ModelFormatException>(() => SpecialistModel.Load(FileOf("classification").Append((byte)0).ToArray()));

    [Fact]
    public void A_file_beyond_the_bound_is_refused_without_reading_it_to_its_end()
    {
        using var endless = new MemoryStream(new byte[SpecialistModel.MaxFileBytes + 1000]);
        var refusal = Assert.Throws<ModelFormatException>(() => SpecialistModel.Load(endless));
        Assert.Contains("longer than", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SpecialistModel.MaxFileBytes + 1, endless.Position);
    }

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        var file = FileOf("extraction");
        foreach (var claimed in new[] { ulong.MaxValue, (ulong)file.Length, 1UL << 31 })
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file, claimed);
            var refusal = Assert.Throws<ModelFormatException>(() => SpecialistModel.Load(file));
            Assert.Contains("header claims", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] FileOf(string task) =>
        (task == "extraction" ? SupportDesk.TrainedExtractor : SupportDesk.TrainedClassifier).Model.File.ToArray();

    private static void RequireRefusedOrHarmless(byte[] file)
    {
        try
        {
            var prediction = SpecialistModel.Load(file).Predict("Order from Anna Berg: refund 7 x desk.");
            Assert.InRange(prediction.Probability, 0, 1);
        }
        catch (ModelFormatException)
        {
        }
    }
}
