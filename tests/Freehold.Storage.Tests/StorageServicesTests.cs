using Freehold.Storage.Outcomes;
using Freehold.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Freehold.Storage.Tests;

public sealed class StorageServicesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Starting_opens_the_folder_and_stopping_gives_it_free()
    {
        using (var provider = Build())
        {
            Assert.NotEmpty(provider.GetServices<IHostedService>());
            Assert.NotNull(provider.GetRequiredService<IOutcomeLog>());
            Assert.Throws<DataFolderException>(() => DataFolder.Open(_temp.FullPath));
        }

        DataFolder.Open(_temp.FullPath).Dispose();
    }

    [Fact]
    public void A_folder_in_use_ends_the_start()
    {
        using var other = DataFolder.Open(_temp.FullPath);
        using var provider = Build();

        Assert.Throws<DataFolderException>(() => provider.GetServices<IHostedService>().ToArray());
    }

    [Fact]
    public void An_option_out_of_its_range_is_named_with_what_it_may_be()
    {
        using var provider = Build(readerThreads: 99);

        var exception = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IOutcomeLog>);
        Assert.Contains("ReaderThreads is 99; set it to 1 to 16", exception.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Build(int readerThreads = 1) => new ServiceCollection()
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
        .AddFreeholdStorage(_temp.FullPath, options => options.ReaderThreads = readerThreads)
        .BuildServiceProvider();
}
