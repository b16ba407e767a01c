using System.Security.Cryptography;
using Freehold.Storage.Artifacts;

namespace Freehold.Storage.Tests.Artifacts;

/// <summary>What every store of artifacts does, whatever it stores in. A store joins by a subclass that opens it.</summary>
public abstract class ArtifactTests : IDisposable
{
    private readonly ArtifactHouse _house;

    protected ArtifactTests(ArtifactHouse house) => _house = house;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IArtifactStore Store => _house.Store;

    public void Dispose()
    {
        _house.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((2 << 20) + 12_345)]
    [InlineData(3 << 20)]
    public async Task What_was_put_is_read_back_under_the_digest_of_its_bytes(int length)
    {
        var bytes = Bytes(length);

        var digest = await Store.PutAsync(new MemoryStream(bytes), Stop);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), digest);
        Assert.True(await Store.ExistsAsync(digest, Stop));
        Assert.Equal(bytes, await ReadAsync(digest));
    }

    [Fact]
    public async Task Putting_the_same_bytes_again_and_at_once_keeps_them_once()
    {
        var bytes = Bytes(100_000);

        var digests = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Store.PutAsync(new MemoryStream(bytes), Stop)));

        Assert.Single(digests.Distinct());
        Assert.Equal(1, _house.Count());
        Assert.Equal(bytes, await ReadAsync(digests[0]));
    }

    [Fact]
    public async Task One_over_the_bound_is_refused_and_leaves_nothing()
    {
        var exception = await Assert.ThrowsAsync<ArtifactTooLargeException>(
            () => Store.PutAsync(new MemoryStream(Bytes((3 << 20) + 1)), Stop));

        Assert.Contains($"more than {3 << 20} bytes", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _house.Count());
    }

    [Fact]
    public async Task A_source_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.PutAsync(new BreakingStream(), Stop));

        Assert.Equal(0, _house.Count());
    }

    [Fact]
    public async Task A_byte_that_changed_is_noticed_by_the_read_that_reaches_the_end()
    {
        var digest = await Store.PutAsync(new MemoryStream(Bytes(50_000)), Stop);
        _house.Damage(digest);

        var exception = await Assert.ThrowsAsync<ArtifactStoreException>(() => ReadAsync(digest));
        Assert.Contains(digest, exception.Message, StringComparison.Ordinal);

        await using var stream = await Store.OpenAsync(digest, Stop);
        var exactly = new byte[50_000];
        Assert.Throws<ArtifactStoreException>(() => stream!.ReadExactly(exactly));
    }

    [Fact]
    public async Task An_end_that_is_missing_is_noticed()
    {
        var digest = await Store.PutAsync(new MemoryStream(Bytes(2_000_000)), Stop);
        _house.Shorten(digest);

        await Assert.ThrowsAsync<ArtifactStoreException>(() => ReadAsync(digest));
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_what_is_deleted_is_gone()
    {
        var absent = new string('a', ArtifactDigest.Length);
        Assert.Null(await Store.OpenAsync(absent, Stop));
        Assert.False(await Store.ExistsAsync(absent, Stop));
        Assert.False(await Store.DeleteAsync(absent, Stop));

        var digest = await Store.PutAsync(new MemoryStream(Bytes(10)), Stop);
        Assert.True(await Store.DeleteAsync(digest, Stop));

        Assert.Null(await Store.OpenAsync(digest, Stop));
        Assert.Equal(0, _house.Count());
    }

    [Fact]
    public async Task Who_reads_while_it_is_deleted_reads_it_to_the_end()
    {
        var bytes = Bytes(2_500_000);
        var digest = await Store.PutAsync(new MemoryStream(bytes), Stop);
        await using var stream = (await Store.OpenAsync(digest, Stop))!;

        await Store.DeleteAsync(digest, Stop);

        using var read = new MemoryStream();
        await stream.CopyToAsync(read, Stop);
        Assert.Equal(bytes, read.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("../../../../../../../../../../../../../../../../../../etc/passwd")]
    [InlineData("ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD")]
    public async Task What_is_no_digest_is_refused(string text)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(text, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ExistsAsync(text, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(text, Stop));
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private async Task<byte[]> ReadAsync(string digest)
    {
        await using var stream = await Store.OpenAsync(digest, Stop);
        using var read = new MemoryStream();
        await stream!.CopyToAsync(read, Stop);
        return read.ToArray();
    }

    private sealed class BreakingStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ++_reads <= 3 ? new(buffer.Length) : throw new InvalidDataException("The source broke off.");
    }
}
