namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>The ConfigMaps of the injector, one for each revision.</summary>
internal static class InjectorConfigs
{
    public const string Default = "istio-sidecar-injector";

    public static string NameOf(string? revision) => revision is null or "" or "default" ? Default : $"{Default}-{revision}";
}
