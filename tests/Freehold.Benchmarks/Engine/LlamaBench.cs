using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Freehold.Benchmarks.Engine;

/// <summary>llama.cpp's own benchmark as a process of its own, on the same file.</summary>
internal sealed class LlamaBench(string program, string model)
{
    public const string Variable = "FREEHOLD_LLAMA_BENCH";

    /// <summary>One run of each test after the warm-up that it does by itself.</summary>
    /// <returns>A round for each number of threads.</returns>
    public async Task<SpeedRound[]> RunAsync(int[] threads, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])
            [
                "-m", model, "-t", string.Join(',', threads), "-p", $"{SpeedRound.ShortPrompt},{SpeedRound.LongPrompt}",
                "-n", Text(SpeedRound.DecodeTokens), "-r", "1", "-ngl", "0", "-o", "json",
            ])
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");

        using var results = JsonDocument.Parse(output);
        return [.. threads.Select(count => new SpeedRound(
            Speed(results, count, SpeedRound.ShortPrompt, 0), Speed(results, count, SpeedRound.LongPrompt, 0),
            Speed(results, count, 0, SpeedRound.DecodeTokens)))];
    }

    private static double Speed(JsonDocument results, int threads, int prompt, int generated) => results.RootElement.EnumerateArray()
        .First(result => Number(result, "n_threads") == threads && Number(result, "n_prompt") == prompt && Number(result, "n_gen") == generated)
        .GetProperty("avg_ts").GetDouble();

    private static int Number(JsonElement result, string name) => result.GetProperty(name).GetInt32();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
