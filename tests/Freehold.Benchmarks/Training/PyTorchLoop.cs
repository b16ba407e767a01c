using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freehold.Benchmarks.Training;

/// <summary>A plain loop in PyTorch as a process of its own, where Python has it.</summary>
internal sealed class PyTorchLoop
{
    public const string Variable = "FREEHOLD_PYTHON";

    private readonly string _python;
    private readonly string _program;

    private PyTorchLoop(string python, string program) => (_python, _program) = (python, program);

    /// <summary>The first Python that can import torch; null: none can.</summary>
    public static async Task<PyTorchLoop?> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var python in (string?[])[Environment.GetEnvironmentVariable(Variable), "python3", "/usr/bin/python3"])
        {
            if (string.IsNullOrEmpty(python))
                continue;
            try
            {
                await RunAsync(python, ["-c", "import torch"], "", cancellationToken);
            }
            catch (Exception unusable) when (unusable is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                continue;
            }

            using var resource = new StreamReader(typeof(PyTorchLoop).Assembly.GetManifestResourceStream("pytorch_loop.py")!);
            return new PyTorchLoop(python, await resource.ReadToEndAsync(cancellationToken));
        }

        return null;
    }

    /// <summary>Trains a model of the same shape, in full or an adapter beside it, and tells PyTorch's version too.</summary>
    public async Task<(TrainingSpeed Speed, string Version)> MeasureAsync(TrainingShape shape, bool lora, CancellationToken cancellationToken)
    {
        var sizes = new JsonObject
        {
            ["vocabulary"] = shape.Config.VocabularySize,
            ["hidden"] = shape.Config.HiddenSize,
            ["layers"] = shape.Config.LayerCount,
            ["heads"] = shape.Config.HeadCount,
            ["kv_heads"] = shape.Config.KvHeadCount,
            ["wide"] = shape.Config.FeedForwardSize,
            ["context"] = shape.Context,
            ["examples"] = TrainingShape.Examples,
            ["threads"] = TrainingShape.Threads,
            ["warm_up"] = TrainingShape.WarmUpSteps,
            ["steps"] = shape.Steps,
            ["rank"] = lora ? TrainingShape.Rank : 0,
        };
        var output = await RunAsync(_python, ["-", sizes.ToJsonString()], _program, cancellationToken);
        using var result = JsonDocument.Parse(output);
        var root = result.RootElement;
        var speed = new TrainingSpeed(root.GetProperty("tokens_per_second").GetDouble(), root.GetProperty("peak_mb").GetDouble());
        return (speed, root.GetProperty("version").GetString()!);
    }

    private static async Task<string> RunAsync(string python, string[] arguments, string input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // PyTorch has threads of its own; those of OpenBLAS beside them make it half to a third as fast.
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{python} ended with {process.ExitCode}: {await errors}");
    }
}
