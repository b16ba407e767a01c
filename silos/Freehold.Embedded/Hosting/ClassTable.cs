using System.Reflection;
using Freehold.Embedded.Activations;
using Freehold.Embedded.CodeGeneration;
using Orleans.Runtime;

namespace Freehold.Embedded.Hosting;

/// <summary>Reads the manifests that generated code leaves in the grains' assemblies and in those of their interfaces.</summary>
internal static class ClassTable
{
    public static IReadOnlyList<GrainClass> Build(EmbeddedRuntime runtime)
    {
        var registry = new GrainRegistry();
        var seen = new HashSet<Assembly>();
        foreach (var assembly in runtime.Options.GrainAssemblies.Distinct())
        {
            if (!Read(assembly, registry, seen))
            {
                throw new OrleansConfigurationException(
                    $"{assembly.GetName().Name} holds no grain manifest. Set <GrainCode>true</GrainCode> in its project, so that the code generator runs.");
            }
        }

        var classes = new List<GrainClass>();
        foreach (var info in registry.Classes.ToArray())
        {
            var grainClass = new GrainClass(info, runtime);
            foreach (var type in info.Interfaces)
            {
                Read(type.Assembly, registry, seen);
                if (registry.Interfaces.TryGetValue(type, out var found))
                {
                    grainClass.References[type] = new GrainReferenceShared(grainClass, GrainInterfaceType.Create(found.Id), found.Create);
                }
            }

            if (grainClass.References.Count == 0)
            {
                throw new OrleansConfigurationException(
                    $"{info.Type} implements no grain interface with generated code. Set <GrainCode>true</GrainCode> in the project of its interface.");
            }

            if (classes.Find(other => other.GrainType == grainClass.GrainType) is { } twin)
            {
                throw new OrleansConfigurationException(
                    $"{info.Type} and {twin.Info.Type} have the same grain type '{grainClass.GrainType}'. Set [GrainType] on one of them.");
            }

            classes.Add(grainClass);
        }

        return classes;
    }

    private static bool Read(Assembly assembly, GrainRegistry registry, HashSet<Assembly> seen)
    {
        if (assembly.GetCustomAttribute<GrainManifestAttribute>() is not { } attribute)
        {
            return false;
        }

        if (seen.Add(assembly))
        {
            ((GrainManifest)Activator.CreateInstance(attribute.Manifest)!).Register(registry);
        }

        return true;
    }
}
