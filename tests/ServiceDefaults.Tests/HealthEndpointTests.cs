using System.Net;
using IstioLab.ServiceDefaults;

namespace ServiceDefaults.Tests;

public sealed class HealthEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Development", null, HttpStatusCode.OK)]
    [InlineData("Production", null, HttpStatusCode.NotFound)]
    [InlineData("Production", "true", HttpStatusCode.OK)]
    public async Task Health_endpoints_answer_in_development_and_where_they_are_asked_for(string environment, string? expose, HttpStatusCode status)
    {
        KeyValuePair<string, string?>[] settings = [new(ServiceDefaultsExtensions.ExposeHealthKey, expose)];
        await using var service = await RunningService.StartAsync(environment, null, settings);

        foreach (var path in new[] { ServiceDefaultsExtensions.HealthPath, ServiceDefaultsExtensions.AlivePath })
        {
            using var response = await service.Client.GetAsync(new Uri(path, UriKind.Relative), Token);
            Assert.Equal(status, response.StatusCode);
        }
    }
}
