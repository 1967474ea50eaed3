using System.Collections.Frozen;
using IstioLab.Cluster.Embedded.Programs.Applets.Files;
using IstioLab.Cluster.Embedded.Programs.Applets.Network;
using IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;
using IstioLab.Cluster.Embedded.Programs.Applets.Processes;
using IstioLab.Cluster.Embedded.Programs.Applets.Text;
using IstioLab.Cluster.Embedded.Programs.Applets.Text.Sed;
using IstioLab.Cluster.Embedded.Programs.Shell;

namespace IstioLab.Cluster.Embedded.Programs.Applets;

/// <summary>All programs of the busybox image by name.</summary>
internal static class AppletTable
{
    /// <summary>The programs.</summary>
    public static FrozenDictionary<string, IProgram> All { get; } = Create();

    private static FrozenDictionary<string, IProgram> Create()
    {
        var all = new Dictionary<string, IProgram>(StringComparer.Ordinal)
        {
            ["sh"] = new ShellProgram(),
            ["ash"] = new ShellProgram(),
            ["echo"] = new Applet(EchoApplets.EchoAsync),
            ["printf"] = new Applet(EchoApplets.PrintfAsync),
            ["yes"] = new Applet(EchoApplets.YesAsync),
            ["seq"] = new Applet(EchoApplets.SeqAsync),
            ["cat"] = new Applet(CatApplets.CatAsync),
            ["tac"] = new Applet(CatApplets.TacAsync),
            ["tee"] = new Applet(CatApplets.TeeAsync),
            ["head"] = new Applet(CatApplets.HeadAsync),
            ["tail"] = new Applet(TailApplet.RunAsync),
            ["wc"] = new Applet(CatApplets.WcAsync),
            ["test"] = new Applet(TestApplet.RunAsync),
            ["["] = new Applet(TestApplet.RunAsync),
            ["[["] = new Applet(TestApplet.RunAsync),
            ["true"] = new Applet(static (_, _) => new(0)),
            ["false"] = new Applet(static (_, _) => new(1)),
            ["ps"] = new Applet(ProcessApplets.PsAsync),
            ["kill"] = new Applet(ProcessApplets.KillAsync),
            ["killall"] = new Applet(ProcessApplets.KillAllAsync),
            ["pkill"] = new Applet(ProcessApplets.KillAllAsync),
            ["pidof"] = new Applet(ProcessApplets.PidofAsync),
            ["pgrep"] = new Applet(ProcessApplets.PidofAsync),
            ["sleep"] = new Applet(ProcessApplets.SleepAsync),
            ["env"] = new Applet(ProcessApplets.EnvAsync),
            ["printenv"] = new Applet(ProcessApplets.PrintenvAsync),
            ["time"] = new Applet(ProcessApplets.TimeAsync),
            ["timeout"] = new Applet(ProcessApplets.TimeoutAsync),
            ["nohup"] = new Applet(ProcessApplets.NohupAsync),
            ["xargs"] = new Applet(ProcessApplets.XargsAsync),
            ["httpd"] = new Applet(HttpdApplet.RunAsync),
            ["curl"] = new Applet(CurlApplet.RunAsync),
            ["sort"] = new Applet(SortApplets.SortAsync),
            ["uniq"] = new Applet(SortApplets.UniqAsync),
            ["cut"] = new Applet(SortApplets.CutAsync),
            ["rev"] = new Applet(SortApplets.RevAsync),
            ["tr"] = new Applet(TrApplet.RunAsync),
            ["grep"] = new Applet(GrepApplet.RunAsync),
            ["egrep"] = new Applet(GrepApplet.RunAsync),
            ["fgrep"] = new Applet(GrepApplet.RunAsync),
            ["sed"] = new Applet(SedApplet.RunAsync),
            ["awk"] = new Applet(AwkApplet.RunAsync),
            ["ls"] = new Applet(ListApplet.RunAsync),
            ["tar"] = new Applet(TarApplet.RunAsync),
            ["find"] = new Applet(FindApplet.RunAsync),
            ["mkdir"] = new Applet(FileApplets.MkdirAsync),
            ["rmdir"] = new Applet(FileApplets.RmdirAsync),
            ["rm"] = new Applet(FileApplets.RmAsync),
            ["touch"] = new Applet(FileApplets.TouchAsync),
            ["cp"] = new Applet(FileApplets.CpAsync),
            ["mv"] = new Applet(FileApplets.MvAsync),
            ["ln"] = new Applet(FileApplets.LnAsync),
            ["chmod"] = new Applet(FileApplets.ChmodAsync),
            ["readlink"] = new Applet(FileApplets.ReadlinkAsync),
            ["realpath"] = new Applet(FileApplets.ReadlinkAsync),
            ["mktemp"] = new Applet(FileApplets.MktempAsync),
            ["hostname"] = new Applet(SystemApplets.HostnameAsync),
            ["uname"] = new Applet(SystemApplets.UnameAsync),
            ["id"] = new Applet(SystemApplets.IdAsync),
            ["whoami"] = new Applet(SystemApplets.WhoamiAsync),
            ["pwd"] = new Applet(SystemApplets.PwdAsync),
            ["date"] = new Applet(SystemApplets.DateAsync),
            ["which"] = new Applet(SystemApplets.WhichAsync),
            ["basename"] = new Applet(SystemApplets.BasenameAsync),
            ["dirname"] = new Applet(SystemApplets.DirnameAsync),
            ["base64"] = new Applet(SystemApplets.Base64Async),
            ["md5sum"] = new Applet(SystemApplets.DigestAsync),
            ["sha1sum"] = new Applet(SystemApplets.DigestAsync),
            ["sha256sum"] = new Applet(SystemApplets.DigestAsync),
            ["clear"] = new Applet(SystemApplets.ClearAsync),
            ["uptime"] = new Applet(SystemApplets.UptimeAsync),
            ["expr"] = new Applet(ExprApplet.RunAsync),
            ["wget"] = new Applet(WgetApplet.RunAsync),
            ["nslookup"] = new Applet(LookupApplets.NslookupAsync),
            ["ping"] = new Applet(LookupApplets.PingAsync),
            ["nc"] = new Applet(LookupApplets.NcAsync),
            ["ifconfig"] = new Applet(LookupApplets.InterfacesAsync),
            ["ip"] = new Applet(LookupApplets.InterfacesAsync),
        };
        all["busybox"] = new BusyboxProgram(all);
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
