using Freehold.Inference.Formats;

namespace Freehold.Inference.Vetting;

/// <summary>
/// Vets an open model before anybody uses it: every file by its content, licence and provenance, the chat template by what it does, and a
/// short run. Only tensors are ever parsed; nothing that is code is run, and what looks like it ends the vetting before anything is loaded.
/// </summary>
public static class ModelVetting
{
    private const string Tensors = "tensors";

    /// <summary>Looks at a model without running it: files, licence, provenance, template.</summary>
    /// <exception cref="ModelFormatException">There are links, or folders nested too deep.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static VettingReport Look(string path, VettingOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var (files, findings) = FolderVetting.Look(path, options);
        var (licence, sources, claims) = ProvenanceReader.Read(path, files, options);
        findings.AddRange(claims);
        var texts = IsRefused(findings) ? [] : LookAtModel(path, time, findings);
        return Report(path, findings) with
        {
            Files = files.Count,
            Bytes = files.Sum(file => file.File.Length),
            Licence = licence,
            Provenance = sources,
            TemplateTexts = texts,
        };
    }

    /// <summary>Looks at a model, and where nothing speaks against it runs it for a moment.</summary>
    /// <exception cref="ModelFormatException">There are links, or folders nested too deep.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<VettingReport> VetAsync(string path, VettingOptions options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var looked = await OwnThread.RunAsync("freehold-vet", () => Look(path, options, time));
        if (IsRefused(looked.Findings))
            return looked;
        var (info, answers, findings) = await SmokeTest.RunAsync(path, options, time, cancellationToken);
        var all = Report(path, [.. looked.Findings, .. findings]);
        return looked with
        {
            Verdict = all.Verdict,
            Findings = all.Findings,
            SmokeAnswers = answers,
            Digest = info?.WeightsSha256,
            Name = info?.Name,
            Family = info?.Family,
            Parameters = info?.ParameterCount,
        };
    }

    private static IReadOnlyList<string> LookAtModel(string path, TimeProvider time, List<VettingFinding> findings)
    {
        try
        {
            using var file = ModelFile.Open(path);
            var (texts, found) = TemplateVetting.Look(file.ReadChatTemplate(), time);
            findings.AddRange(found);
            return texts;
        }
        catch (Exception e) when (e is ModelFormatException or IOException)
        {
            findings.Add(new(VettingSeverity.Refused, Tensors, path, $"It is no model that can be run here: {e.Message}"));
            return [];
        }
    }

    private static bool IsRefused(IEnumerable<VettingFinding> findings) =>
        findings.Any(finding => finding.Severity == VettingSeverity.Refused);

    private static VettingReport Report(string path, IReadOnlyList<VettingFinding> findings) => new()
    {
        Path = path,
        Verdict = IsRefused(findings) ? "refused" : findings.Any(finding => finding.Severity == VettingSeverity.Review) ? "review"
            : "clean",
        Files = 0,
        Bytes = 0,
        Provenance = [],
        TemplateTexts = [],
        SmokeAnswers = [],
        Findings = [.. findings.OrderByDescending(finding => finding.Severity)],
    };
}
