using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IstioLab.ServiceDefaults;

/// <summary>What every service of an Aspire solution has: OpenTelemetry, health endpoints, service discovery and resilient clients.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>The path that answers 200 once every health check passes: ready for traffic.</summary>
    public const string HealthPath = "/health";

    /// <summary>The path that answers 200 while the process is responsive: the checks tagged <c>live</c>.</summary>
    public const string AlivePath = "/alive";

    /// <summary>The setting that maps the health endpoints outside the Development environment too.</summary>
    public const string ExposeHealthKey = "HEALTH_ENDPOINTS";

    private const string LiveTag = "live";

    /// <summary>Adds telemetry, health checks, service discovery, and clients that find services by name and retry.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>
    /// Collects logs, metrics and traces of ASP.NET Core, HttpClient and the runtime, and exports them by OTLP when
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, as Aspire sets it.
    /// </summary>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName)
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsHealthRequest(context.Request.Path))
                .AddHttpClientInstrumentation());

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        return builder;
    }

    /// <summary>Adds the check that the process answers at all.</summary>
    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    /// <summary>
    /// Maps <see cref="HealthPath"/> and <see cref="AlivePath"/>: in Development, and elsewhere when the setting
    /// <see cref="ExposeHealthKey"/> is <c>true</c>, because who may ask is then for the deployment to decide.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        if (app.Environment.IsDevelopment() || app.Configuration.GetValue<bool>(ExposeHealthKey))
        {
            app.MapHealthChecks(HealthPath);
            app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) });
        }

        return app;
    }

    private static bool IsHealthRequest(PathString path) =>
        path.StartsWithSegments(HealthPath) || path.StartsWithSegments(AlivePath);
}
