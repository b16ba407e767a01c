using Freehold.Cli.Tests.Support;
using Freehold.Testing;

namespace Freehold.Cli.Tests.Cli;

public sealed class ModelImportTests
{
    private static readonly FakeGateway Silent = new(_ => throw new InvalidOperationException("No gateway may be asked."));

    [Fact]
    public async Task A_folder_becomes_one_file_and_the_report_names_its_digest_and_what_stayed_at_16_bits()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder["hf"], seed: 1);
        TinyLlama.WriteGguf(folder["tokenizer.gguf"], seed: 1);

        var run = await ImportAsync(
            folder["hf"], "--quantize", "q8_0", "--name", "tiny", "--out", folder["out.gguf"], "--tokenizer", folder["tokenizer.gguf"], "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("tiny", run.Json.GetProperty("name").GetString());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder["out.gguf"]))),
            run.Json.GetProperty("sha256").GetString());
        Assert.True(run.Json.GetProperty("tokenizer").GetBoolean());
        Assert.Contains("blk.0.ffn_down.weight", run.Json.GetProperty("f16_tensors").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_with_force()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["in.gguf"], seed: 1);
        File.WriteAllText(folder["out.gguf"], "precious");

        var refused = await ImportAsync(folder["in.gguf"], "--quantize", "f16", "--out", folder["out.gguf"]);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(folder["out.gguf"]));

        var replaced = await ImportAsync(folder["in.gguf"], "--quantize", "f16", "--out", folder["out.gguf"], "--force");
        Assert.Equal((0, ""), (replaced.ExitCode, replaced.Error));
        Assert.Contains("as F16", replaced.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("SHA-256 ", replaced.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q9", 2, "q8_0|q4_0")]
    [InlineData("q8_0", 1, "absent")]
    public async Task What_cannot_be_done_is_told_in_one_line(string encoding, int exitCode, string part)
    {
        using var folder = new TempFolder();

        var run = await ImportAsync(folder["absent.gguf"], "--quantize", encoding);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.Contains(part, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static Task<CliRun> ImportAsync(params string[] args) => CliRun.WithAsync(Silent, ["models", "import", .. args]);
}
