using System.Text;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>An answer that the proxy gives by itself.</summary>
internal static class DirectResponseRules
{
    private const int Kilobyte = 1024;

    public static void Check(ValidationScope scope, ConfigValue response)
    {
        if (!response.Exists)
        {
            return;
        }

        var body = response["body"];
        var size = body.Has("bytes") ? Decoded(body["bytes"].Text) : Encoding.UTF8.GetByteCount(body["string"].Text);
        if (size > Kilobyte * Kilobyte)
        {
            scope.Error(body, "large direct_responses may impact control plane performance, must be less than 1MB");
        }
        else if (size > 100 * Kilobyte)
        {
            scope.Warn(body, "large direct_responses may impact control plane performance");
        }

        scope.Check(response["status"], StatusChecks.Error(response["status"].Whole));
    }

    /// <summary>How many bytes a base64 text stands for.</summary>
    private static int Decoded(string base64) => base64.TrimEnd('=').Length * 3 / 4;
}
