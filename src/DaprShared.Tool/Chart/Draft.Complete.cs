namespace DaprShared.Tool.Chart;

/// <summary>The end of reading: values that only make sense together become the model.</summary>
internal sealed partial class Draft
{
    // Stands for an app-id that is missing, so that the rest can be validated too.
    private const string NoAppId = "app";

    /// <summary>Returns the model and what it is written with, and reports what is wrong between keys.</summary>
    public (SharedDaprd Daprd, ObjectSettings Settings) Complete()
    {
        if (string.IsNullOrEmpty(AppId))
        {
            Report(DiagnosticRules.MissingValue, "shared.appId", "is missing.",
                "Set it to the Dapr app-id, for example with --set shared.appId=orders.");
        }

        HealthPath();
        var strategy = ReadStrategy();
        var daprd = new SharedDaprd
        {
            AppId = string.IsNullOrEmpty(AppId) ? NoAppId : AppId,
            App = RemoteApp(),
            Strategy = strategy,
            Replicas = ReplicasOf(strategy),
            Options = Options,
            ControlPlane = JoinedControlPlane(),
            Image = Image,
            ApiToken = ApiToken,
            AppToken = AppToken,
            Pod = Pod,
            Workload = Workload with { Autoscaling = ReadAutoscaling() },
            Needs = Needs,
            InboundRetries = InboundRetries,
            ExtraArguments = ExtraArguments,
            Injection = ReadInjection(),
            TrustAnchors = ReadTrustAnchors(),
        };
        Names(daprd);
        Tokens(daprd);
        var features = FeaturesOf(daprd);
        if (features is not null)
        {
            daprd = daprd with { Options = Options with { Config = features.Metadata.Name } };
        }

        return (daprd, new() { Namespace = Namespace, AppPods = AppPods, StartupInputs = features is null ? [] : [features] });
    }

    // No host and no port (the chart's default is port 0): an app without an inbound port.
    private RemoteApp? RemoteApp()
    {
        var (host, port) = (RemoteHost ?? "", RemotePort ?? 0);
        if (host.Length == 0 && port == 0)
        {
            return null;
        }

        if (host.Length == 0)
        {
            Report(DiagnosticRules.RemoteIncomplete, "shared.remoteURL", $"is missing, but shared.remotePort is {port}.",
                "Set it to the app's host, for example orders.default.svc.cluster.local, "
                + "or remove the port for an app without an inbound port.");
            return null;
        }

        var bare = BareHost(host, ref port);
        if (port == 0)
        {
            Report(DiagnosticRules.RemoteIncomplete, "shared.remotePort", $"is missing, but shared.remoteURL is '{UserInfo.Redact(host)}'.",
                "Set it to the app's port, or remove the host for an app without an inbound port.");
            return null;
        }

        return new(bare, port.ToString());
    }

    // Despite its name the key takes a host; daprd builds the URL itself.
    private string BareHost(string host, ref int port)
    {
        if (host.Contains("{{", StringComparison.Ordinal))
        {
            Report(DiagnosticRules.HostIsNoHost, "shared.remoteURL",
                $"'{UserInfo.Redact(host)}' is a template, and values are not evaluated.", "Write the host.");
            return "app";
        }

        var isUrl = host.Contains("://", StringComparison.Ordinal);
        if ((!isUrl && !host.Contains(':') && !host.Contains('/'))
            || !Uri.TryCreate(isUrl ? host : "http://" + host, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return host;
        }

        var named = uri.IsDefaultPort && port != 0 ? port : uri.Port > 0 ? uri.Port : port;
        if (uri.HostNameType == UriHostNameType.IPv6)
        {
            port = named; // The validator says that it has to be a DNS name.
            return host;
        }

        var fix = $"Set shared.remoteURL to '{uri.Host}'"
            + (named > 0 && named != port ? $", shared.remotePort to {named}" : "")
            + (isUrl && uri.Scheme != (Options.AppProtocol ?? "http") ? $", shared.daprd.app.protocol to {uri.Scheme}" : "") + ".";
        Report(DiagnosticRules.HostIsNoHost, "shared.remoteURL",
            $"'{UserInfo.Redact(Uri.UnescapeDataString(host))}' is not a bare host; daprd adds scheme and port itself"
            + $"{(uri.UserInfo.Length > 0 ? ", and sends no user name or password" : "")}.", fix);
        port = port == 0 ? named : port;
        return uri.Host;
    }

    private SharedStrategy ReadStrategy()
    {
        switch (Strategy?.ToLowerInvariant())
        {
            case null or "daemonset":
                return SharedStrategy.DaemonSet;
            case "deployment":
                return SharedStrategy.Deployment;
            default:
                Report(DiagnosticRules.IllegalOption, "shared.strategy",
                    $"'{Strategy}' is not a strategy; the chart would render no workload at all.", "Use daemonset or deployment.");
                return SharedStrategy.Deployment;
        }
    }

    private int? ReplicasOf(SharedStrategy strategy)
    {
        if (Replicas is null || strategy == SharedStrategy.Deployment)
        {
            return Replicas;
        }

        Report(DiagnosticRules.IgnoredValue, "shared.deployment.replicas", "has no effect: a DaemonSet has one pod on every node.",
            "Remove it, or set shared.strategy to deployment.");
        return null;
    }

    private void HealthPath()
    {
        if (HealthCheckPath is null)
        {
            return;
        }

        var option = DaprdOptionTable.ByFlag("app-health-check-path");
        if (Options.AppHealthCheckPath is { } path && path != option.Default && path != HealthCheckPath)
        {
            Report(DiagnosticRules.IgnoredValue, option.ChartKey!,
                "has no effect beside shared.daprd.appHealth.checkPath, as in the chart.", "Remove one of the two.");
        }

        Options.AppHealthCheckPath = HealthCheckPath;
    }

    private void Names(SharedDaprd daprd)
    {
        var workload = ObjectNames.Daprd(daprd.AppId);
        if (!string.IsNullOrEmpty(FullnameOverride) && FullnameOverride != workload)
        {
            Report(DiagnosticRules.IgnoredValue, "fullnameOverride",
                $"has no effect: names follow the app-id, and the workload is '{workload}'.", "Remove it.");
        }

        if (!string.IsNullOrEmpty(NameOverride) && NameOverride != "daprd")
        {
            Report(DiagnosticRules.IgnoredValue, "nameOverride",
                $"has no effect: names follow the app-id, and the label app.kubernetes.io/name is 'daprd'.", "Remove it.");
        }
    }
}
