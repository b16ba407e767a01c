using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>A model in one GGUF file.</summary>
internal sealed class GgufModelFile : ModelFile
{
    private readonly GgufContainer _container;

    private GgufModelFile(string path, GgufContainer container)
        : base(path, GgufConfig.Read(container), container.Tensors) => _container = container;

    public static GgufModelFile OpenFile(string path)
    {
        var container = GgufContainer.Open(path);
        try
        {
            return new GgufModelFile(path, container);
        }
        catch
        {
            container.Dispose();
            throw;
        }
    }

    /// <summary>Everything that the file says beside its tensors.</summary>
    public GgufMetadata Metadata => _container.Metadata;

    public override Vocabulary? ReadVocabulary() => GgufVocabulary.Read(_container.Metadata);

    public override ChatTemplateSource? ReadChatTemplate() => ChatTemplateSource.OfGguf(_container.Metadata);

    public override string ComputeDigest(CancellationToken cancellationToken = default) =>
        Convert.ToHexStringLower(_container.Sha256(cancellationToken));

    protected override void Dispose(bool disposing) => _container.Dispose();
}
