using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Freehold.Benchmarks.Quality;

/// <summary>llama.cpp's own program on the same file and the same text.</summary>
internal static partial class LlamaPerplexity
{
    public const string Variable = "FREEHOLD_LLAMA_PERPLEXITY";

    public static async Task<double> RunAsync(string program, string model, string text, int context, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var word in (string[])
                ["-m", model, "-f", file, "-c", context.ToString(CultureInfo.InvariantCulture), "-ctk", "f32", "-ctv", "f32", "-ngl", "0"])
            {
                start.ArgumentList.Add(word);
            }

            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken) + await errors;
            await process.WaitForExitAsync(cancellationToken);
            return FinalEstimate().Match(output) is { Success: true } found
                ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"{program} ended with {process.ExitCode} and no estimate: {output}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex("""Final estimate: PPL = ([0-9.]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex FinalEstimate();
}
