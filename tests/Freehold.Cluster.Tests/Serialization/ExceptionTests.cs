using System.Reflection;
using Freehold.Clustering.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.TestingHost;

namespace Freehold.Cluster.Tests.Serialization;

/// <summary>What a grain throws at a caller in another silo arrives there as what it is.</summary>
public sealed class ExceptionTests(ExceptionTests.TwoSilos silos) : IClassFixture<ExceptionTests.TwoSilos>
{
    private const string Message = "What, where, what to do.";

    public static TheoryData<string> Exceptions() =>
        [.. ContractTypes.Exceptions.Append(typeof(NpgsqlException)).Append(typeof(PostgresException)).Select(type => type.AssemblyQualifiedName!)];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task An_exception_crosses_silos_with_its_type_and_message(string type)
    {
        var expected = FailingGrain.Make(Type.GetType(type)!, Message);
        var grain = await silos.RemoteAsync();

        foreach (var caller in new[] { grain, silos.Client.GetGrain<IFailingGrain>(grain.GetPrimaryKeyString()) })
        {
            var thrown = await Assert.ThrowsAnyAsync<Exception>(() => caller.ThrowAsync(type, Message));
            Assert.Equal(expected.GetType(), thrown.GetType());
            Assert.Equal(expected.Message, thrown.Message);
            Assert.Equal(expected.InnerException?.Message, thrown.InnerException?.Message);
        }
    }

    [Fact]
    public void Our_exceptions_have_nothing_but_what_crosses() => Assert.All(ContractTypes.Exceptions, type => Assert.Empty(type.GetFields(
        BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)));

    public sealed class TwoSilos : IAsyncLifetime
    {
        private InProcessTestCluster? _cluster;

        /// <summary>A caller outside of the silos, as a gateway of its own is.</summary>
        public IGrainFactory Client => _cluster!.Client;

        public async ValueTask InitializeAsync()
        {
            var builder = new InProcessTestClusterBuilder(2);
            builder.ConfigureHost(host => host.Services.AddCrossingExceptions());
            _cluster = builder.Build();
            await _cluster.DeployAsync();
        }

        /// <summary>A grain that is not on the first silo, as the first silo sees it.</summary>
        public async Task<IFailingGrain> RemoteAsync()
        {
            var here = _cluster!.Silos[0];
            var factory = here.ServiceProvider.GetRequiredService<IGrainFactory>();
            while (true)
            {
                var grain = factory.GetGrain<IFailingGrain>(Guid.NewGuid().ToString());
                if (!(await grain.WhereAsync()).Equals(here.SiloAddress))
                {
                    return grain;
                }
            }
        }

        public async ValueTask DisposeAsync() => await _cluster!.DisposeAsync();
    }
}
