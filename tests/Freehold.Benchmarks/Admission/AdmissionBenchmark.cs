using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Decision;
using Freehold.Core.Policies;
using Freehold.Core.Redaction;
using Freehold.Wire.Texts;

namespace Freehold.Benchmarks.Admission;

/// <summary>What the gateway does with every request before it is routed: all of its text is read and its label found; one thread.</summary>
internal sealed class AdmissionBenchmark : IBenchmark
{
    private const int Warmup = 2_000, Requests = 10_000;

    private const string Prose =
        "The report compares three ways of storing energy over a season and asks which of them a small town could afford. It finds that the cheapest "
        + "one loses the most, and that the answer depends on how long the winter lasts. Summarise the findings in two paragraphs, and say plainly "
        + "what the authors leave out. ";

    public string Name => "admission";

    public string Summary => "reading and labelling of a request's text: 1 KB chat without findings, with findings, and 100 KB (one thread)";

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        Measure(report, "clean_1kb", Body(1_024, ""), Requests);
        Measure(report, "found_1kb", Body(1_024, "Write to ann.lee@corp.example.com and charge 4111 1111 1111 1111. "), Requests);
        Measure(report, "clean_100kb", Body(100 << 10, ""), Requests / 100);
        MeasureReading(report, Body(1_024, ""));
        return Task.CompletedTask;
    }

    private static void Measure(Report report, string name, byte[] body, int count)
    {
        var analyzer = new LabelAnalyzer(new TextAnalyzer(), TimeProvider.System);
        var rules = new LabelRuleBook(new LabelPolicy { RedactsReversibly = true, TimeLimitMs = LabelPolicy.MaxTimeLimitMs });
        for (var i = 0; i < Math.Min(Warmup, count); i++) Admit(analyzer, rules, body);
        var micros = new double[count];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < count; i++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            Admit(analyzer, rules, body);
            micros[i] = Stopwatch.GetElapsedTime(startedAt).TotalMicroseconds;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(micros);
        report.Add($"{name}_p50_us", micros[count / 2]);
        report.Add($"{name}_p99_us", micros[count * 99 / 100]);
        report.Add($"{name}_allocated_bytes", allocated / (double)count);
    }

    private static void MeasureReading(Report report, byte[] body)
    {
        var startedAt = Stopwatch.GetTimestamp();
        for (var i = 0; i < Requests; i++) Read(body).Dispose();
        report.Add("reading_1kb_us", Stopwatch.GetElapsedTime(startedAt).TotalMicroseconds / Requests);
    }

    private static void Admit(LabelAnalyzer analyzer, LabelRuleBook rules, byte[] body)
    {
        using var texts = Read(body);
        var findings = analyzer.Analyze(texts.Text, rules);
        if (findings.Failure is { } failure) throw new InvalidOperationException(failure);
        if (findings.Redacted.Count == 0) return;
        var map = new PlaceholderMap(texts.Text);
        var output = new ArrayBufferWriter<byte>(body.Length + 64);
        var replacements = new List<TextReplacement>();
        foreach (var span in findings.Redacted)
        {
            var original = texts.Text.Slice(span.Start, span.Length).ToString();
            replacements.Add(new TextReplacement(span.Start, span.Length, map.Add(span.Kind, original)));
        }

        RequestTextWriter.Write(body, texts, replacements.ToArray(), output);
    }

    private static RequestTexts Read(byte[] body) => RequestTextReader.TryRead(body, int.MaxValue, out var texts, out var error)
        ? texts
        : throw new InvalidOperationException(error.Message);

    private static byte[] Body(int chars, string beginning)
    {
        var text = new StringBuilder(beginning);
        while (text.Length < chars) text.Append(Prose);
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            model = "auto",
            temperature = 0.7,
            messages = new[] { new { role = "system", content = "You are a helpful assistant." }, new { role = "user", content = text.ToString(0, chars) } },
        });
    }
}
