using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Inference;
using Freehold.Inference.Adapters;
using Freehold.Inference.Formats;
using Freehold.Storage.Artifacts;
using Freehold.Workers.Registry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Workers.Students;

/// <summary>
/// Students that are adapters: artifacts that a tenant's catalog names, unpacked into a folder of this process, their digest verified and the
/// registry's gate passed before anything of them is loaded. Safe for use by many callers.
/// </summary>
public sealed partial class StudentAdapters(
    IArtifactStore artifacts, IArtifactGate gate, StudentNames names, IOptions<StudentOptions> options, ILogger<StudentAdapters> logger)
    : IDisposable
{
    private readonly ConditionalWeakTable<IModelEngine, AdapterLibrary> _libraries = []; // An engine that was replaced takes its adapters with it.
    private readonly SemaphoreSlim _unpacking = new(1); // One at a time: it is disk that they would wait for anyway.
    private readonly List<(string Tenant, string Digest)> _unpacked = [];

    private string Folder => options.Value.Folder;

    /// <summary>A tenant's adapter for a model; or null, with the reason.</summary>
    internal async ValueTask<(LoraAdapter? Adapter, string? Refusal)> FindAsync(
        IModelEngine engine, string model, TenantId tenant, string digest, CancellationToken cancellationToken)
    {
        var named = await names.FindAsync(tenant, digest, cancellationToken);
        if (Array.Find(named, student => student.Kind == StudentKind.Adapter && student.BaseModel == model) is not { } student)
        {
            return (null, $"the student catalog names no adapter {digest} of model '{model}'.");
        }

        if (await UnpackAsync(tenant, student, cancellationToken) is { } reason)
        {
            LogRefused(digest, tenant.Value, reason);
            return (null, "the student's adapter cannot be used; the server's log says why.");
        }

        var library = _libraries.GetValue(
            engine, made => new AdapterLibrary(made, Folder, (long)options.Value.MaxAdapterMebibytes << 20, logger));
        return await library.FindAsync(tenant.Value, digest, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _unpacking.Dispose();

    /// <summary>Unpacks an adapter that is not there yet; says why where that cannot be done.</summary>
    private async Task<string?> UnpackAsync(TenantId tenant, StudentCandidate student, CancellationToken cancellationToken)
    {
        await _unpacking.WaitAsync(cancellationToken);
        try
        {
            if (_unpacked.Contains((tenant.Value, student.Digest)))
            {
                return null;
            }

            if (_unpacked.Count == 0 && Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }

            return await UnpackAsync(Path.Combine(Folder, tenant.Value, student.Digest), student, new WorkloadId(tenant, student.Workload));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ModelFormatException or ArtifactStoreException)
        {
            return e.Message;
        }
        finally
        {
            _unpacking.Release();
        }
    }

    private async Task<string?> UnpackAsync(string folder, StudentCandidate student, WorkloadId id)
    {
        if (await gate.CheckAsync(id.ToString(), student.Digest, CancellationToken.None) is { } reason)
        {
            return reason;
        }

        await using var archive = await artifacts.OpenAsync(student.Digest, CancellationToken.None);
        if (archive is null)
        {
            return $"there is no artifact {student.Digest}";
        }

        var fresh = folder + ".new";
        Directory.CreateDirectory(fresh);
        using var sha = SHA256.Create();
        await using (var hashed = new CryptoStream(archive, sha, CryptoStreamMode.Read, leaveOpen: true))
        {
            await AdapterArchive.UnpackAsync(hashed, fresh, CancellationToken.None);
            await hashed.CopyToAsync(Stream.Null);
        }

        if (Convert.ToHexStringLower(sha.Hash!) != student.Digest)
        {
            Directory.Delete(fresh, recursive: true);
            return $"the artifact {student.Digest} has other bytes than its digest says";
        }

        Directory.Move(fresh, folder);
        Keep((id.Tenant.Value, student.Digest));
        return null;
    }

    private void Keep((string Tenant, string Digest) adapter)
    {
        _unpacked.Add(adapter);
        if (_unpacked.Count > options.Value.MaxAdaptersOnDisk)
        {
            Directory.Delete(Path.Combine(Folder, _unpacked[0].Tenant, _unpacked[0].Digest), recursive: true);
            _unpacked.RemoveAt(0);
        }
    }

    [LoggerMessage(4013, LogLevel.Warning, "The adapter {Digest} of tenant '{Tenant}' is not run: {Reason}")]
    private partial void LogRefused(string digest, string tenant, string reason);
}
