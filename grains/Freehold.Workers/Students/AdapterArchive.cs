using System.Formats.Tar;
using Freehold.Inference.Formats;

namespace Freehold.Workers.Students;

/// <summary>
/// An adapter as one artifact: an uncompressed tar (POSIX ustar) of the two files of Hugging Face's PEFT, the config first. The same files
/// always give the same bytes.
/// </summary>
public static class AdapterArchive
{
    /// <summary>Largest file in it.</summary>
    public const long MaxFileBytes = 2L << 30;

    private static readonly string[] Files = ["adapter_config.json", "adapter_model.safetensors"];

    /// <summary>Packs the adapter in a folder.</summary>
    public static async Task PackAsync(string folder, Stream output, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(output, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (var file in Files)
        {
            await using var content = File.OpenRead(Path.Combine(folder, file));
            var entry = new UstarTarEntry(TarEntryType.RegularFile, file) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch };
            await tar.WriteEntryAsync(entry, cancellationToken);
        }
    }

    /// <summary>Unpacks an adapter into an empty folder.</summary>
    /// <exception cref="ModelFormatException">The archive holds anything else than these two files.</exception>
    public static async Task UnpackAsync(Stream archive, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var tar = new TarReader(archive, leaveOpen: true);
            foreach (var file in Files)
            {
                // The names are compared, never used as paths: an archive cannot write anywhere else.
                var entry = await tar.GetNextEntryAsync(copyData: false, cancellationToken);
                if (entry is not { EntryType: TarEntryType.RegularFile, DataStream: { } content } || entry.Name != file || entry.Length > MaxFileBytes)
                {
                    throw Unfit($"its next entry is not {file}, of at most {MaxFileBytes >> 20} MiB", null);
                }

                await using var output = File.Create(Path.Combine(folder, file));
                await content.CopyToAsync(output, cancellationToken);
            }

            if (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is not null)
            {
                throw Unfit("it has more than these", null);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw Unfit("it is no tar file", e);
        }
    }

    private static ModelFormatException Unfit(string what, Exception? inner) => new(
        "adapter.tar", what, string.Join(", ", Files), "Pack the adapter's folder again, as it was trained.", inner);
}
