using System.Security.Cryptography;
using Freehold.Inference.Formats;

namespace Freehold.Inference.Signing;

/// <summary>
/// Finds and hashes the files of a model, as the OpenSSF model signing specification counts them: every regular file below the folder,
/// whatever its name, but those left out.
/// </summary>
/// <remarks>
/// Nothing outside of the folder is ever opened: a link is refused, or, where links are allowed, followed only to a file inside. A file
/// without a byte (which is also what a pipe or a device says of itself) is not opened at all.
/// </remarks>
public static class ModelFiles
{
    /// <summary>Most files of one model.</summary>
    public const int MaxFiles = 50_000;

    /// <summary>Deepest folder below the model's own.</summary>
    public const int MaxDepth = 32;

    private const int MaxLinks = 8;
    private const int ChunkBytes = 1 << 20;
    private const string Remedy = "Give a folder that holds the model and nothing else.";

    private static readonly string NoBytes = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>The files and their digests, in no order.</summary>
    /// <param name="path">A file, or a folder.</param>
    /// <param name="ignored">Paths below the folder that are left out, with what is below them.</param>
    /// <param name="allowSymlinks">True where links to files count as the files.</param>
    /// <param name="cancellationToken">Ends the work between two pieces of a file.</param>
    /// <exception cref="ModelFormatException">There is a link, or too much; the message says where.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<FileDigest> Hash(
        string path, IReadOnlyCollection<string> ignored, bool allowSymlinks, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(ignored);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(root))
            return [HashFile(new FileInfo(root), ".", cancellationToken)];

        var left = ignored.Select(Normalized).Where(name => name.Length > 0).ToArray();
        return [.. List(new DirectoryInfo(root), left, allowSymlinks).Select(file => HashFile(file.File, file.Name, cancellationToken))];
    }

    /// <summary>The same on a thread of its own, so that no caller's thread waits for the disk.</summary>
    public static Task<IReadOnlyList<FileDigest>> HashAsync(
        string path, IReadOnlyCollection<string> ignored, bool allowSymlinks, CancellationToken cancellationToken) =>
        OwnThread.RunAsync("freehold-hash", () => Hash(path, ignored, allowSymlinks, cancellationToken));

    /// <summary>The digest that an engine will give for the weights of a model, computed from its files on a thread of its own.</summary>
    /// <exception cref="ModelFormatException">The file is damaged or of an unsupported kind.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static Task<string> WeightsDigestAsync(string path, CancellationToken cancellationToken)
    {
        return OwnThread.RunAsync("freehold-hash", Compute);

        string Compute()
        {
            using var file = ModelFile.Open(path);
            return file.ComputeDigest(cancellationToken);
        }
    }

    /// <summary>The files below a folder by the same rules, without reading them.</summary>
    public static IReadOnlyList<(string Name, FileInfo File)> List(DirectoryInfo folder, IReadOnlyCollection<string> ignored,
        bool allowSymlinks)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var root = Path.TrimEndingDirectorySeparator(folder.FullName);
        var files = new List<(string Name, FileInfo File)>();
        var folders = new Stack<(DirectoryInfo Folder, int Depth)>([(folder, 0)]);
        while (folders.TryPop(out var next))
        {
            foreach (var entry in next.Folder.EnumerateFileSystemInfos())
            {
                var name = Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (ignored.Any(ancestor => name == ancestor || name.StartsWith(ancestor + "/", StringComparison.Ordinal)))
                    continue;
                if (entry.LinkTarget is null && entry is DirectoryInfo below)
                    folders.Push(next.Depth < MaxDepth ? (below, next.Depth + 1)
                        : throw Fault(root, $"folders are nested over {MaxDepth} deep", name));
                else
                    files.Add((name, entry.LinkTarget is null ? (FileInfo)entry : Follow(root, entry, name, allowSymlinks)));
                if (files.Count > MaxFiles)
                    throw Fault(root, $"it holds over {MaxFiles} files", name);
            }
        }

        return files;
    }

    /// <summary>
    /// The file behind a link. Links to folders are refused, so no part of a path inside the model is a link, and a target that lies inside
    /// by its text lies inside.
    /// </summary>
    private static FileInfo Follow(string root, FileSystemInfo link, string name, bool allowSymlinks)
    {
        if (!allowSymlinks)
            throw Fault(root, "it holds a symbolic link, and what a link leads to is not signed", name);
        for (var i = 0; i < MaxLinks; i++)
        {
            if (link.LinkTarget is not { } target)
                return link is FileInfo { Exists: true } file ? file : throw Fault(root, "a link leads to no file", name);
            var full = Path.GetFullPath(target, Path.GetDirectoryName(link.FullName)!);
            if (!full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw Fault(root, "a symbolic link leads out of the folder", name);
            if (HasLinkedFolder(root, full))
                throw Fault(root, "a symbolic link leads through a linked folder", name);
            link = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
        }

        throw Fault(root, $"a link leads through over {MaxLinks} others", name);
    }

    private static bool HasLinkedFolder(string root, string full)
    {
        for (var folder = Path.GetDirectoryName(full)!; folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (new DirectoryInfo(folder).LinkTarget is not null)
                return true;
        }

        return false;
    }

    private static FileDigest HashFile(FileInfo file, string name, CancellationToken cancellationToken)
    {
        if (!file.Exists)
            throw new FileNotFoundException($"{file.FullName}: there is no such file or folder.");
        if (file.Length == 0)
            return new FileDigest(name, NoBytes, 0);

        using var handle = File.OpenHandle(file.FullName, options: FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkBytes];
        long length = 0;
        for (int read; (read = RandomAccess.Read(handle, buffer, length)) > 0; length += read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return new FileDigest(name, Convert.ToHexStringLower(hash.GetHashAndReset()), length);
    }

    /// <summary>A path as a signature writes it, in one form: "./a/" is "a"; "" where it names no place below the folder.</summary>
    private static string Normalized(string path)
    {
        string[] parts = [.. path.Replace('\\', '/').Split('/').Where(part => part is not ("" or "."))];
        return parts.Contains("..") || path.StartsWith('/') ? "" : string.Join('/', parts);
    }

    private static ModelFormatException Fault(string root, string what, string where) => new(root, what, where, Remedy);
}
