using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Dashboards;

/// <summary>Addresses and keys of one dashboard: chosen once, so that a restarted one is found where it was.</summary>
internal sealed record DashboardSetup
{
    private static readonly string[] InheritedPrefixes = ["ASPIRE_", "ASPNETCORE_", "DASHBOARD__", "DOTNET_DASHBOARD_", "OTEL_"];

    public required DashboardConnection Connection { get; init; }

    public required string BrowserToken { get; init; }

    public static DashboardSetup Choose(int port)
    {
        var ports = FreePorts.Pick(3);
        var frontend = Loopback(port == 0 ? ports[0] : port);
        var token = NewKey();
        return new DashboardSetup
        {
            BrowserToken = token,
            Connection = new DashboardConnection(
                new Uri(frontend, $"login?t={token}"), Loopback(ports[1]), Loopback(ports[2]), NewKey(), frontend, NewKey()),
        };
    }

    public ToolCommand Command(DashboardProgram program, DashboardOptions options) => new(program.Tool, "dashboard")
    {
        Environment = EnvironmentFor(options),
        WorkingDirectory = Path.GetDirectoryName(program.Tool.Path),
        Secrets = [BrowserToken, Connection.OtlpApiKey, Connection.ApiKey, options.ResourceServiceApiKey ?? ""],
        OutputLimit = 64 * 1024,
    };

    private Dictionary<string, string?> EnvironmentFor(DashboardOptions options)
    {
        // What a shell or an outer Aspire host has set would change who may read the telemetry, or where the pages are.
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => (string)entry.Key)
            .Where(name => InheritedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);

        variables["ASPNETCORE_URLS"] = Address(Connection.ApiUrl);
        variables["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = Address(Connection.OtlpGrpcUrl);
        variables["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = Address(Connection.OtlpHttpUrl);
        variables["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken";
        variables["DASHBOARD__FRONTEND__BROWSERTOKEN"] = BrowserToken;
        variables["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey";
        variables["DASHBOARD__OTLP__PRIMARYAPIKEY"] = Connection.OtlpApiKey;
        variables["DASHBOARD__API__AUTHMODE"] = "ApiKey";
        variables["DASHBOARD__API__PRIMARYAPIKEY"] = Connection.ApiKey;
        variables["DASHBOARD__APPLICATIONNAME"] = options.ApplicationName;
        variables["ASPIRE_CLI_PID"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (options.ResourceServiceUrl is { } resources)
        {
            variables["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = Address(resources);
            variables["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = options.ResourceServiceApiKey is null ? "Unsecured" : "ApiKey";
            variables["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = options.ResourceServiceApiKey;
        }

        return variables;
    }

    private static Uri Loopback(int port) => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;

    private static string Address(Uri uri) => uri.GetLeftPart(UriPartial.Authority);

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
