using System.Text.Json;
using Freehold.Inference.Formats;
using Freehold.Inference.Signing;

namespace Freehold.Inference.Vetting;

/// <summary>Looks at every file of a model by its content: tensors and texts are taken, and nothing that is or holds code.</summary>
internal static class FolderVetting
{
    private const string Files = "files", Code = "code", Size = "size";

    private const int MaxJsonBytes = 256 << 20;

    private static readonly string[] GitPaths = [".git", ".gitattributes", ".gitignore", ".github"];

    private static readonly HashSet<string> CodeNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ".py", ".pyc", ".pyo", ".pyd", ".ipynb", ".so", ".dll", ".dylib", ".exe", ".sh", ".bat", ".cmd", ".ps1", ".js", ".mjs", ".jar",
            ".class", ".lua",
        ".rb", ".pl", ".php", ".whl", ".wasm", ".node",
    };

    private static readonly HashSet<string> PickleNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib", ".npy", ".npz", ".h5", ".hdf5", ".keras", ".pb", ".msgpack",
            ".onnx", ".tflite", ".dill", ".mar",
    };

    // Keys by which the libraries of others are told to load code from the model's folder.
    private static readonly string[] CodeKeys = ["auto_map", "custom_pipelines", "trust_remote_code", "custom_object_scope"];

    /// <summary>The files with what is wrong with them.</summary>
    public static (IReadOnlyList<(string Name, FileInfo File)> Files, List<VettingFinding> Findings) Look(string path,
        VettingOptions options)
    {
        var files = FilesOf(path);
        var findings = new List<VettingFinding>();
        if (files.Count > options.MaxFiles)
            findings.Add(new(VettingSeverity.Refused, Size, path, $"It has {files.Count} files; at most {options.MaxFiles} are taken."));
        if (files.Sum(file => file.File.Length) is var bytes && bytes > options.MaxTotalBytes)
            findings.Add(new(VettingSeverity.Refused, Size, path, $"It has {bytes} bytes; at most {options.MaxTotalBytes} are taken."));
        foreach (var (name, file) in files.Take(options.MaxFiles))
        {
            if (Look(name, file) is { } finding)
                findings.Add(finding);
        }

        return (files, findings);
    }

    /// <summary>A lone .safetensors file is read with the configuration beside it; a GGUF file with a template beside it.</summary>
    private static IReadOnlyList<(string Name, FileInfo File)> FilesOf(string path)
    {
        if (Directory.Exists(path))
            return ModelFiles.List(new DirectoryInfo(path), GitPaths, allowSymlinks: false);
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new FileNotFoundException($"{path}: there is no such file or folder.");
        if (file.LinkTarget is not null)
            throw new ModelFormatException(path, "it is a symbolic link", "file", "Give the file itself.");
        if (file.Extension.Equals(".safetensors", StringComparison.OrdinalIgnoreCase))
            return ModelFiles.List(file.Directory!, GitPaths, allowSymlinks: false);
        var template = new FileInfo(Path.ChangeExtension(path, ".jinja"));
        return template.Exists ? [(file.Name, file), (template.Name, template)] : [(file.Name, file)];
    }

    private static VettingFinding? Look(string name, FileInfo file)
    {
        var extension = file.Extension;
        if (CodeNames.Contains(extension))
            return new(VettingSeverity.Refused, Code, name, "It is code by its name, and no code is taken with a model. Take it out.");
        return HeadOf(file) switch
        {
            FileContent.Pickle => new(VettingSeverity.Refused, Files, name,
                "It is a pickle, which runs what it says when it is read. Convert it to safetensors."),
            FileContent.Archive => new(VettingSeverity.Refused, Files, name,
                "It is an archive, in which anything may lie. Convert it to safetensors."),
            FileContent.Program => new(VettingSeverity.Refused, Code, name, "It is a program. Take it out."),
            FileContent.Gguf => extension.Equals(".gguf", StringComparison.OrdinalIgnoreCase)
                ? null
                : new(VettingSeverity.Review, Files, name, "It is a GGUF file under another name."),
            FileContent.Safetensors => extension.Equals(".safetensors", StringComparison.OrdinalIgnoreCase)
                ? null
                : new(VettingSeverity.Review, Files, name, "It is a safetensors file under another name."),
            FileContent.Text => LookAtText(name, file),
            FileContent.Empty => new(VettingSeverity.Note, Files, name, "It is empty."),
            FileContent.Picture => null,
            _ => LookAtOther(name, extension),
        };
    }

    private static VettingFinding? LookAtText(string name, FileInfo file)
    {
        if (PickleNames.Contains(file.Extension) || file.Extension.ToLowerInvariant() is ".gguf" or ".safetensors")
            return new(VettingSeverity.Refused, Files, name, "It is not what its name says. Fetch it again, or take it out.");
        return file.Extension.Equals(".json", StringComparison.OrdinalIgnoreCase) ? LookAtJson(name, file) : null;
    }

    private static VettingFinding? LookAtJson(string name, FileInfo file)
    {
        if (file.Length > MaxJsonBytes)
            return new(VettingSeverity.Refused, Size, name, $"It has {file.Length} bytes; at most {MaxJsonBytes} are read of JSON.");
        try
        {
            using var stream = file.OpenRead();
            using var json = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 64 });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var key = Array.Find(CodeKeys, key => json.RootElement.TryGetProperty(key, out _));
            return key is null ? null : new(
                VettingSeverity.Refused, Code, name,
                    $"Its '{key}' names code that others load with the model. Use a version without code of its own.");
        }
        catch (JsonException e)
        {
            return new(VettingSeverity.Refused, Files, name, $"It is no JSON: {e.Message.Split('\n')[0]}");
        }
    }

    private static VettingFinding LookAtOther(string name, string extension) =>
        PickleNames.Contains(extension)
            ? new(VettingSeverity.Refused, Files, name, "It is of a kind that may hold code. Only safetensors and GGUF are taken.")
            : extension.Equals(".model", StringComparison.OrdinalIgnoreCase)
                ? new(VettingSeverity.Note, Files, name, "It is a SentencePiece vocabulary, which is not read here.")
                : new(VettingSeverity.Review, Files, name, "It is of no kind that is known here, and is not read.");

    private static FileContent HeadOf(FileInfo file)
    {
        if (file.Length == 0)
            return FileContent.Empty; // As a pipe says too, which must not be opened.
        using var handle = System.IO.File.OpenHandle(file.FullName);
        Span<byte> head = stackalloc byte[FileContents.HeadBytes];
        return FileContents.Of(head[..RandomAccess.Read(handle, head, 0)], file.Length);
    }
}
