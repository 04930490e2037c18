namespace Engine.App.Simulation.Formats;

/// <summary>The configuration that reads whatever the simulation writes: what the logs do not say themselves.</summary>
internal static class ReadingMap
{
    public const string Text = JsonWriter.Map + """
        # --format nginx and --format apache: the directive as it stands in the server's configuration.
        log_formats:
          - name: shop-nginx
            nginx: |
              log_format shop '$remote_addr - $remote_user [$time_local] $msec "$host" "$request" $status $body_bytes_sent '
                              '$request_length $request_time "$http_referer" "$http_user_agent" $proxy_host $request_id';
            user_is_verified: true
          - name: shop-apache
            apache: |
              LogFormat "%v:%p %h %l %u %{usec}t \"%r\" %>s %B %I %D \"%{Referer}i\" \"%{User-Agent}i\"" shop
            user_is_verified: true

        # --format haproxy: what it captures, in this order.
        haproxy:
          captured_request_headers: [Host, User-Agent, Authorization]

        """;
}
