using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Inference.Vetting;

namespace Freehold.Cli.Verbs;

/// <summary><c>models vet</c>: looks at an open model before anybody uses it. It works on files, and asks no gateway.</summary>
internal static class ModelVetVerb
{
    private static readonly Column[] Columns = ["Finding", "Check", "Where", "What"];

    public static Command Create(CliApp app)
    {
        var flags = new VetFlags();
        var report = new Option<string?>("--report") { Description = "File to write the report to, as JSON", HelpName = "FILE" };
        var command = flags.AddTo(new Command("vet", "Vet an open model: files, licence, template, a short run"));
        command.Add(report);
        return app.Handle(command, (run, cancellationToken) => SignatureFiles.GuardAsync(async () =>
        {
            var vetted = await ModelVetting.VetAsync(run.Get(flags.Path), flags.Read(run), run.Host.Time, cancellationToken);
            if (run.Get(report) is { } file) await File.WriteAllBytesAsync(file, VetFlags.ToUtf8(vetted), cancellationToken);
            Tell(run.Output, vetted);
            if (vetted.Verdict == "refused") throw new FindingException($"{vetted.Path}: the model is not taken.");
        }));
    }

    public static void Tell(CliOutput output, VettingReport report)
    {
        if (output.IsJson)
        {
            output.Json(report, SupplyChainJson.Own.VettingReport);
            return;
        }

        output.Line($"{report.Path}: {report.Verdict}, {Show.Count(report.Files)} files, {Show.Count(report.Bytes)} bytes, licence "
            + $"{Show.Text(report.Licence)}");
        if (report.Digest is { } digest) output.Line(
            $"SHA-256 {digest}: {report.Name}, {report.Family}, {Show.Count(report.Parameters ?? 0)} weights");
        foreach (var source in report.Provenance) output.Line($"From {source}");
        foreach (var text in report.TemplateTexts) output.Line($"Template says: {text.ReplaceLineEndings(" ")}");
        foreach (var answer in report.SmokeAnswers) output.Line($"Answered: {answer.ReplaceLineEndings(" ")}");
        if (report.Findings.Count > 0)
            output.Table(Columns, report.Findings.Select(found =>
                new[] { found.Severity.ToString().ToLowerInvariant(), found.Check, found.Where, found.What }));
    }
}
