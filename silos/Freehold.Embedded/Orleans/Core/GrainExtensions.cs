using Orleans.Runtime;

namespace Orleans;

/// <summary>What can be asked of a grain or of a reference to one.</summary>
public static class GrainExtensions
{
    /// <summary>A typed reference to the grain, also from inside of it.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        grain is GrainReference and TGrainInterface typed ? typed : (TGrainInterface)ReferenceOf(grain).Cast(typeof(TGrainInterface));

    /// <summary>The same as <see cref="AsReference{TGrainInterface}(IAddressable)"/>.</summary>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    /// <summary>A reference of the given interface to the grain.</summary>
    public static object AsReference(this IAddressable grain, Type interfaceType) => ReferenceOf(grain).Cast(interfaceType);

    /// <summary>The identity of the grain.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain is GrainReference reference ? reference.GrainId : ContextOf(grain).GrainId;

    /// <summary>The key of the grain.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => GetGrainId(grain).Key.ToString();

    private static GrainReference ReferenceOf(IAddressable grain) => grain as GrainReference ?? ContextOf(grain).GrainReference;

    private static IGrainContext ContextOf(IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return (grain as IGrainBase)?.GrainContext ?? throw new ArgumentException(
            $"{grain.GetType().Name} is neither a reference nor a grain made by the runtime. Get a reference from IGrainFactory.",
            nameof(grain));
    }
}
