using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Quantization;
using Freehold.Inference.Import;
using Freehold.Inference.Vetting;

namespace Freehold.Cli.Verbs;

/// <summary><c>models import</c>: makes a GGUF file with quantised weights. It works on files, and asks no gateway.</summary>
internal static class ModelImportVerb
{
    private static readonly string Encodings = string.Join('|', WeightEncoding.All.Select(NameOf));

    private static readonly SearchValues<char> InFileNames =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    public static Command Create(CliApp app)
    {
        var path = new Argument<string>("path") { Description = "A Hugging Face folder, a .safetensors file or a .gguf file", HelpName = "PATH" };
        var quantize = new Option<string>("--quantize")
        {
            Description = $"How matrices are stored: {Encodings}",
            HelpName = "ENCODING",
            Required = true,
        };
        var name = new Option<string?>("--name") { Description = "Name that the model gets [default: the one that it has]", HelpName = "NAME" };
        var output = new Option<string?>("--out") { Description = "File to write [default: NAME-ENCODING.gguf in this folder]", HelpName = "FILE" };
        var tokenizer = new Option<string?>("--tokenizer")
        {
            Description = "GGUF file or tokenizer.json to take the tokenizer from, for a model that has none of its own",
            HelpName = "FILE",
        };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there already" };
        var command = new Command("import", "Make a GGUF file with quantised weights") { path, quantize, name, output, tokenizer, force };
        return app.Handle(command, (run, cancellationToken) =>
        {
            var options = new ModelImportOptions
            {
                Encoding = WeightEncoding.Find(run.Get(quantize)!)
                    ?? throw new UsageException($"'{run.Get(quantize)}' is no encoding; give one of {Encodings}."),
                Name = run.Get(name),
                TokenizerPath = run.Get(tokenizer),
                Overwrite = run.Get(force),
            };
            Import(run, run.Get(path), run.Get(output), options, cancellationToken);
            return Task.CompletedTask;
        });
    }

    private static void Import(Invocation run, string path, string? output, ModelImportOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var target = output ?? DefaultTarget(path, options);
            RequireVetted(run, path, options);
            if (!options.Overwrite && Path.Exists(target))
                throw new FindingException($"{target}: there is such a file already. Name another by --out, or pass --force to replace it.");
            Tell(run.Output, ModelImporter.Import(path, target, options, cancellationToken));
        }
        catch (Exception failure) when (failure is ModelFormatException or IOException or UnauthorizedAccessException)
        {
            throw new FindingException(failure.Message);
        }
    }

    /// <summary>What is refused is not turned into something else; what of the template goes over and must be looked at is told.</summary>
    private static void RequireVetted(Invocation run, string path, ModelImportOptions options)
    {
        var report = ModelVetting.Look(path, new VettingOptions { TokenizerPath = options.TokenizerPath }, run.Host.Time);
        if (report.Findings.FirstOrDefault(finding => finding.Severity == VettingSeverity.Refused) is { } refused)
            throw new FindingException($"{path}: the model is not taken. {refused.Where}: {refused.What}");
        foreach (var finding in report.Findings.Where(finding => finding is { Severity: VettingSeverity.Review, Check: "template" }))
            run.Output.Note(finding.What);
    }

    private static string DefaultTarget(string path, ModelImportOptions options)
    {
        using var file = ModelFile.Open(path);
        var name = options.Name ?? file.Config.Name;
        return string.Concat(name.Select(character => InFileNames.Contains(character) ? character : '-')).TrimStart('.', '-')
            + $"-{NameOf(options.Encoding)}.gguf";
    }

    private static void Tell(CliOutput output, ModelImportReport report)
    {
        if (output.IsJson)
        {
            output.Json(
                new ImportReport(
                    report.Path, report.Model.Name, report.Model.Family, report.Encoding.Name, report.Model.ParameterCount,
                    report.LengthBytes, report.SourceBytes, report.Model.WeightsSha256, report.SourceSha256, report.HalfTensors,
                    report.HasTokenizer),
                CliJson.Own.ImportReport);
            return;
        }

        output.Line(
            $"{report.Path}: {report.Model.Name}, {report.Model.Family}, {Show.Count(report.Model.ParameterCount)} weights as "
            + $"{report.Encoding.Name}, {Megabytes(report.LengthBytes)} (before: {Megabytes(report.SourceBytes)})");
        output.Line($"SHA-256 {report.Model.WeightsSha256}");
        if (report.HalfTensors.Count > 0)
        {
            output.Line(
                $"F16, because their rows are not a whole number of blocks of {report.Encoding.BlockLength}: "
                + string.Join(", ", report.HalfTensors));
        }

        if (!report.HasTokenizer)
            output.Note("The file has no tokenizer: name a GGUF that has it by --tokenizer, or give its path where the model is loaded.");
    }

    private static string NameOf(WeightEncoding encoding) => encoding.Name.ToLowerInvariant();

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
