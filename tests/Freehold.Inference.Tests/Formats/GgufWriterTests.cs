using System.Runtime.InteropServices;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Formats.Quantization;
using Freehold.Testing;
using GgufWriter = Freehold.Inference.Formats.Gguf.GgufWriter;

namespace Freehold.Inference.Tests.Formats;

public sealed class GgufWriterTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        using var folder = new TempFolder();
        var writer = new GgufWriter();
        writer.Set("text", "caf\u00e9");
        writer.Set("whole", 7);
        writer.Set("number", 0.5f);
        writer.Set("flag", true);
        writer.Set("texts", ["a", "", "\u4f60"]);
        writer.Set("numbers", [1f, -2f]);
        writer.Set("wholes", [3, -4]);
        writer.Add("matrix", [3, 5], WeightEncoding.F32, (row, values) => Fill(row, values));
        writer.Add("vector", [2], WeightEncoding.F16, (row, values) => Fill(row, values));

        writer.Save(folder["w.gguf"], overwrite: false, _ => { }, TestContext.Current.CancellationToken);

        using var container = GgufContainer.Open(folder["w.gguf"]);
        var metadata = container.Metadata;
        Assert.Equal(("caf\u00e9", 7, 0.5f, true), (metadata.Text("text"), metadata.Integer("whole"), metadata.Number("number"), metadata.Flag("flag")));
        Assert.Equal(["a", "", "\u4f60"], metadata.Texts("texts")!);
        Assert.Equal([1f, -2f], metadata.Numbers("numbers")!);
        Assert.Equal([3, -4], metadata.Integers("wholes")!);
        Assert.Equal([0f, 1, 2, 3, 4, 100, 101, 102, 103, 104, 200, 201, 202, 203, 204], Floats(container.Tensors["matrix"].Rows(0, 3)));
        Assert.Equal([3, 5], container.Tensors["matrix"].Shape);
        Assert.Equal((Half)1, BitConverter.ToHalf(container.Tensors["vector"].Rows(0, 1)[2..]));
    }

    [Fact]
    public void Rows_of_several_chunks_come_out_in_order()
    {
        const int rows = 5000, columns = 512;
        using var folder = new TempFolder();
        var writer = new GgufWriter();
        writer.Add("large", [rows, columns], WeightEncoding.F16, (row, values) => values.Fill(row % 2048));

        writer.Save(folder["w.gguf"], overwrite: false, _ => { }, TestContext.Current.CancellationToken);

        using var container = GgufContainer.Open(folder["w.gguf"]);
        for (var row = 0; row < rows; row++)
            Assert.Equal((Half)(row % 2048), BitConverter.ToHalf(container.Tensors["large"].Rows(row, 1)[^2..]));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_where_that_is_asked_for()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["w.gguf"], "precious");

        Assert.Throws<IOException>(() => Save(folder, overwrite: false));
        Assert.Equal("precious", File.ReadAllText(folder["w.gguf"]));

        Save(folder, overwrite: true);
        using (GgufContainer.Open(folder["w.gguf"]))
            Assert.Equal(["w.gguf"], Names(folder));
    }

    [Fact]
    public void A_fault_while_writing_or_checking_and_a_cancellation_leave_nothing_behind()
    {
        using var folder = new TempFolder();
        var fault = new InvalidDataException("row 1");

        Assert.Same(fault, Assert.Throws<InvalidDataException>(() => Save(folder, rows: (_, _) => throw fault)));
        Assert.Same(fault, Assert.Throws<InvalidDataException>(() => Save(folder, check: _ => throw fault)));
        Assert.ThrowsAny<OperationCanceledException>(() => Save(folder, cancellationToken: new CancellationToken(canceled: true)));

        Assert.Empty(Names(folder));
    }

    private static void Save(
        TempFolder folder, bool overwrite = false, RowSource? rows = null, Action<string>? check = null, CancellationToken cancellationToken = default)
    {
        var writer = new GgufWriter();
        writer.Add("matrix", [3, 32], WeightEncoding.Q8, rows ?? Fill);
        writer.Save(folder["w.gguf"], overwrite, check ?? (_ => { }), cancellationToken);
    }

    private static string[] Names(TempFolder folder) => [.. new DirectoryInfo(folder.FullPath).EnumerateFileSystemInfos().Select(entry => entry.Name)];

    private static void Fill(int row, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = 100 * row + i;
    }

    private static float[] Floats(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
}
