using System.Text;
using Freehold.Inference.Formats;
using Freehold.Inference.Vetting;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Vetting;

public class ModelVettingTests
{
    private const string Card = "---\nlicense: apache-2.0\nbase_model: example/base\n---\n# A model\n";

    [Fact]
    public async Task A_model_of_tensors_with_a_licence_is_clean_and_was_run()
    {
        using var folder = Model();
        TinyLlama.WriteGguf(folder["tokenizer.gguf"], seed: 1);
        File.Move(folder["tokenizer.gguf"], folder["..tokenizer"]);

        var report = await ModelVetting.VetAsync(
            folder["hf"], new VettingOptions { TokenizerPath = folder["..tokenizer"], SmokeTokens = 4 }, TimeProvider.System, default);

        Assert.DoesNotContain(report.Findings, finding => finding.Severity != VettingSeverity.Note);
        Assert.Equal(("clean", "apache-2.0"), (report.Verdict, report.Licence));
        Assert.Equal(["base_model: example/base"], report.Provenance);
        Assert.Equal(64, report.Digest!.Length);
        Assert.Equal(2, report.SmokeAnswers.Count);
    }

    [Fact]
    public async Task A_gguf_file_is_vetted_and_what_it_does_not_say_must_be_looked_at()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["m.gguf"], seed: 1);

        var report = await ModelVetting.VetAsync(folder["m.gguf"], new VettingOptions { SmokeTokens = 4 }, TimeProvider.System, default);

        Assert.Equal("review", report.Verdict);
        Assert.Equal(["licence", "provenance"], Checks(report, VettingSeverity.Review));
    }

    [Theory]
    [InlineData("pytorch_model.bin", "80027d71002e")] // a pickle under its own name
    [InlineData("vocab.txt", "80049500000000")] // and under another
    [InlineData("weights.safetensors", "504b030414000000")] // torch.save under a name that is trusted
    [InlineData("weights.pt", "0001020304")] // something of a kind that may hold code
    [InlineData("extra.bin", "68656c6c6f20776f726c64")] // text under the name of weights
    [InlineData("modeling_x.py", "696d706f7274206f73")]
    [InlineData("libop.so", "7f454c46020101")]
    [InlineData("run", "23212f62696e2f7368")]
    [InlineData("extra.json", "7b6e6f206a736f6e")]
    public async Task What_is_code_or_may_hold_it_is_refused_before_anything_is_loaded(string name, string hex)
    {
        using var folder = Model();
        File.WriteAllBytes(Path.Combine(folder["hf"], name), Convert.FromHexString(hex));

        var report = await ModelVetting.VetAsync(folder["hf"], new VettingOptions(), TimeProvider.System, default);

        Assert.Equal("refused", report.Verdict);
        Assert.Equal(name, Assert.Single(report.Findings, finding => finding.Severity == VettingSeverity.Refused).Where);
        Assert.Null(report.Digest);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer_config.json")]
    public async Task A_configuration_that_names_code_is_refused(string name)
    {
        using var folder = Model();
        File.WriteAllText(Path.Combine(folder["hf"], name), """{"auto_map": {"AutoModel": "modeling_x.X"}}""");

        var report = await ModelVetting.VetAsync(folder["hf"], new VettingOptions(), TimeProvider.System, default);

        Assert.Contains("auto_map", Assert.Single(report.Findings, finding => finding.Severity == VettingSeverity.Refused).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bounds_of_files_and_bytes_hold()
    {
        using var folder = Model();

        Assert.Equal("refused", (await VetAsync(folder, new VettingOptions { MaxFiles = 1 })).Verdict);
        Assert.Equal("refused", (await VetAsync(folder, new VettingOptions { MaxTotalBytes = 10 })).Verdict);
    }

    [Theory]
    [InlineData("llama3", true)]
    [InlineData("other", true)]
    [InlineData("MIT", false)]
    public void A_licence_with_terms_of_its_own_must_be_read(string licence, bool isReview)
    {
        using var folder = Model();

        var report = ModelVetting.Look(folder["hf"], new VettingOptions { Licence = licence, Source = "https://example.com/m" },
            TimeProvider.System);

        Assert.Equal(licence, report.Licence);
        Assert.Equal(["source: https://example.com/m", "base_model: example/base"], report.Provenance);
        Assert.Equal(isReview, Checks(report, VettingSeverity.Review).Contains("licence"));
    }

    [Fact]
    public async Task A_model_whose_weights_are_no_numbers_is_refused()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["m.gguf"], seed: 1);
        var bytes = File.ReadAllBytes(folder["m.gguf"]);
        bytes.AsSpan(bytes.Length - 4_096).Fill(0xff); // F32 of all ones is no number.
        File.WriteAllBytes(folder["m.gguf"], bytes);

        var report = await ModelVetting.VetAsync(folder["m.gguf"], new VettingOptions(), TimeProvider.System, default);

        Assert.Equal("refused", report.Verdict);
        Assert.Equal(["smoke"], Checks(report, VettingSeverity.Refused).Distinct());
    }

    [Fact]
    public async Task What_was_not_run_must_be_looked_at()
    {
        using var folder = Model();
        TinyLlama.WriteGguf(folder["t.gguf"], seed: 1);

        var report = await ModelVetting.VetAsync(
            folder["hf"], new VettingOptions { SmokeTokens = 0, TokenizerPath = folder["t.gguf"] }, TimeProvider.System, default);

        Assert.Equal(["smoke"], Checks(report, VettingSeverity.Review));
    }

    [Fact]
    public void Links_are_refused()
    {
        using var folder = Model();
        File.CreateSymbolicLink(Path.Combine(folder["hf"], "x.json"), "/etc/hostname");

        Assert.Throws<ModelFormatException>(() => ModelVetting.Look(folder["hf"], new VettingOptions(), TimeProvider.System));
    }

    private static TempFolder Model()
    {
        var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder["hf"], seed: 1);
        File.WriteAllText(Path.Combine(folder["hf"], "README.md"), Card, Encoding.UTF8);
        return folder;
    }

    private static Task<VettingReport> VetAsync(TempFolder folder, VettingOptions options) =>
        ModelVetting.VetAsync(folder["hf"], options, TimeProvider.System, default);

    private static string[] Checks(VettingReport report, VettingSeverity severity) =>
        [.. report.Findings.Where(finding => finding.Severity == severity).Select(finding => finding.Check)];
}
