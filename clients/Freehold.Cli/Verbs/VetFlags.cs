using System.CommandLine;
using System.Text.Json;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Inference.Vetting;

namespace Freehold.Cli.Verbs;

/// <summary>What the verbs that vet a model take.</summary>
internal sealed class VetFlags
{
    private readonly Option<string?> _licence =
        new("--licence", "--license") { Description = "The licence as you know it, by its SPDX name", HelpName = "NAME" };

    private readonly Option<string?> _source = new("--source") { Description = "Where the model came from", HelpName = "URL" };

    private readonly Option<string?> _tokenizer =
        new("--tokenizer") { Description = "A tokenizer for a model that has none of its own", HelpName = "FILE" };

    private readonly Option<bool> _skipRun = new("--skip-run") { Description = "Do not run it; who approves is told" };

    public Argument<string> Path { get; } =
        new("path") { Description = "A model's folder, a .safetensors file or a .gguf file", HelpName = "PATH" };

    public Command AddTo(Command command)
    {
        command.Add(Path);
        command.Add(_licence);
        command.Add(_source);
        command.Add(_tokenizer);
        command.Add(_skipRun);
        return command;
    }

    public VettingOptions Read(Invocation run)
    {
        var options = new VettingOptions { Licence = run.Get(_licence), Source = run.Get(_source), TokenizerPath = run.Get(_tokenizer) };
        return run.Get(_skipRun) ? options with { SmokeTokens = 0 } : options;
    }

    /// <summary>The report in bytes, the same for the same report: the registry names it by their digest.</summary>
    public static byte[] ToUtf8(VettingReport report) => JsonSerializer.SerializeToUtf8Bytes(report, SupplyChainJson.Own.VettingReport);
}
