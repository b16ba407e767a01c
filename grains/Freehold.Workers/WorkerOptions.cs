using System.ComponentModel.DataAnnotations;

namespace Freehold.Workers;

/// <summary>The models of this silo, and how they are served.</summary>
public sealed class WorkerOptions
{
    /// <summary>The silo's name: the first part of its workers' keys.</summary>
    /// <value>Default <c>local</c>.</value>
    [Required]
    public string SiloName { get; set; } = "local";

    /// <summary>Memory that one model may demand of this silo's device, in MiB.</summary>
    /// <value>Default: what the machine or the container has.</value>
    public int DeviceMemoryMebibytes { get; set; } = (int)Math.Min(int.MaxValue, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20);

    /// <summary>The folder for checkpoints and results of trainings.</summary>
    /// <value>Default: <c>training</c> in the data folder.</value>
    [Required]
    public string TrainingFolder { get; set; } = Path.Combine(Path.GetTempPath(), "freehold-training");

    /// <summary>By the name that clients use: <c>Freehold:Models:NAME</c>.</summary>
    public Dictionary<string, ModelOptions> Models { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>One local model: <c>Freehold:Models:NAME</c>.</summary>
public sealed record ModelOptions
{
    /// <summary>A GGUF file, a safetensors file, or a Hugging Face folder.</summary>
    public string Path { get; set; } = "";

    /// <summary>A GGUF file to take the tokenizer from, where the model's own files have none.</summary>
    public string? Tokenizer { get; set; }

    /// <summary>
    /// A folder of LoRA adapters, <c>TENANT/NAME</c> in it, each as Hugging Face's PEFT saves one. Requests of the tenant may name them.
    /// </summary>
    public string? Adapters { get; set; }

    /// <summary>Memory for adapters, in MiB; the one unused for longest gives way.</summary>
    /// <value>Default 512.</value>
    [Range(1, 1 << 20)]
    public int MaxAdapterMebibytes { get; set; } = 512;

    /// <summary>
    /// What computes it: <c>managed</c>, <c>torch:cpu</c> or <c>torch:cuda:N</c>. Where the device cannot be used, the managed engine
    /// computes it.
    /// </summary>
    /// <value>Default <c>managed</c>.</value>
    public string Device { get; set; } = "managed";

    /// <summary>Threads that compute.</summary>
    /// <value>Default: one for each core.</value>
    [Range(1, 256)]
    public int? Threads { get; set; }

    /// <summary>A smaller model of the same family that writes ahead for it: answers are the same, and come in fewer steps.</summary>
    /// <value>Default: none.</value>
    public string? Draft { get; set; }

    /// <summary>Most requests that are computed side by side.</summary>
    /// <value>Default 16.</value>
    [Range(1, 128)]
    public int MaxActiveRequests { get; set; } = 16;

    /// <summary>
    /// Most requests that wait; over it a request goes on to the next candidate, or gets 429. At least 1: every request waits for a moment.
    /// </summary>
    /// <value>Default 256.</value>
    [Range(1, 100_000)]
    public int MaxWaitingRequests { get; set; } = 256;

    /// <summary>Most requests of one tenant that wait, so that no tenant can fill the queue for all.</summary>
    /// <value>Default 64.</value>
    [Range(1, 100_000)]
    public int MaxWaitingRequestsPerTenant { get; set; } = 64;

    /// <summary>
    /// Memory that its device must have, in MiB: a silo with less does not load it, and none with less is given a request for it.
    /// </summary>
    /// <value>Default 0: nothing is demanded.</value>
    [Range(0, int.MaxValue)]
    public int DeviceMemoryMebibytes { get; set; }

    /// <summary>True where <c>auto</c> may choose it.</summary>
    /// <value>Default true.</value>
    public bool Automatic { get; set; } = true;
}
