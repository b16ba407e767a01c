namespace Orleans.Runtime
{
    /// <summary>Something that can be called: a grain or a reference to one.</summary>
    public interface IAddressable;

    /// <summary>Runtime code that answers calls beside the grain's own methods, in the grain's turns.</summary>
    public interface IGrainExtension : IAddressable;
}

namespace Orleans
{
    using Orleans.Runtime;

    /// <summary>The base of grain interfaces; use <see cref="IGrainWithStringKey"/>.</summary>
    public interface IGrain : IAddressable;

    /// <summary>A grain that is named by a string. The embedded runtime knows no other kind of key.</summary>
    public interface IGrainWithStringKey : IGrain;
}
