using System.Globalization;
using System.Text;

namespace IstioLab.RouteBenchmark;

/// <summary>YAML of meshes of any size.</summary>
internal static class MeshText
{
    public static string Services(int count)
    {
        var text = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                apiVersion: v1
                kind: Service
                metadata: { name: s{{index}}, namespace: shop }
                spec: { clusterIP: 10.{{index >> 16}}.{{(index >> 8) & 255}}.{{index & 255}}, selector: { app: s{{index}} }, ports: [{ name: http, port: 80 }] }
                ---

                """);
        }

        return text.ToString();
    }

    public static string Rules(int count, int rules)
    {
        var text = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            text.Append(Rule(index, rules, "")).Append("---\n");
        }

        return text.ToString();
    }

    /// <summary>A VirtualService whose rules match by path prefix, the last one without match.</summary>
    public static string Rule(int index, int rules, string suffix)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: s{{index}}, namespace: shop }
            spec:
              hosts: [s{{index}}]
              http:

            """);
        for (var rule = 0; rule < rules - 1; rule++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - match: [{{ uri: {{ prefix: /p{rule}{suffix}/ }} }}]\n    route: [{{ destination: {{ host: s{index} }} }}]\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"  - route: [{{ destination: {{ host: s{index} }} }}]\n").ToString();
    }
}
