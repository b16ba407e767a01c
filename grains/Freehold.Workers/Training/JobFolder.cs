using System.Text.Json;
using System.Text.Json.Serialization;
using Freehold.Contracts.Distillation;

namespace Freehold.Workers.Training;

/// <summary>A folder for each job: its checkpoints, and its result once it has one, so that nothing is computed twice.</summary>
internal sealed class JobFolder(string path)
{
    /// <summary>Most jobs whose folders are kept; the ones unused for longest go.</summary>
    public const int MaxKept = 64;

    private const string ResultName = "result.json";

    /// <summary>The folder of a job, made where it is missing.</summary>
    public string Open(string jobId)
    {
        var folder = PathOf(jobId);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>The result of a job, or null where there is none that can be read.</summary>
    public TrainingJobResult? FindResult(string jobId)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(PathOf(jobId), ResultName)), JobJson.Default.TrainingJobResult);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // Then it is computed again, to the same bytes.
        }
    }

    /// <summary>Keeps a result, and of the job's folder nothing else.</summary>
    public void Keep(string jobId, TrainingJobResult result)
    {
        var folder = Open(jobId);
        var partial = Path.Combine(folder, ResultName + ".part");
        File.WriteAllBytes(partial, JsonSerializer.SerializeToUtf8Bytes(result, JobJson.Default.TrainingJobResult));
        File.Move(partial, Path.Combine(folder, ResultName), overwrite: true);
        var leftovers = Directory.EnumerateFileSystemEntries(folder).Where(entry => Path.GetFileName(entry) != ResultName);
        foreach (var leftover in leftovers.ToArray())
        {
            Delete(leftover);
        }

        Sweep();
    }

    private string PathOf(string jobId) => jobId.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(path, jobId)
        : throw new ArgumentException($"'{jobId}' is no job's id: it must be a SHA-256 in lower-case hex.", nameof(jobId));

    private void Sweep()
    {
        var folders = new DirectoryInfo(path).EnumerateDirectories().OrderByDescending(folder => folder.LastWriteTimeUtc);
        foreach (var old in folders.Skip(MaxKept).ToArray())
        {
            Delete(old.FullName);
        }
    }

    private static void Delete(string entry)
    {
        try
        {
            if (Directory.Exists(entry))
            {
                Directory.Delete(entry, recursive: true);
            }
            else
            {
                File.Delete(entry);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It costs space and nothing else; the next sweep tries again.
        }
    }
}

/// <summary>JSON of results.</summary>
[JsonSerializable(typeof(TrainingJobResult))]
internal sealed partial class JobJson : JsonSerializerContext;
