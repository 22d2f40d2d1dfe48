// A Vault server for tests: the real core, HTTP API, KV, AppRole, JWT and Kubernetes login, over memory.
// Prints the address it listens on. It starts uninitialised and sealed, as Vault does.
package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	hclog "github.com/hashicorp/go-hclog"
	jwt "github.com/hashicorp/vault-plugin-auth-jwt"
	kubernetes "github.com/hashicorp/vault-plugin-auth-kubernetes"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/audit"
	"github.com/hashicorp/vault/builtin/credential/approle"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/sdk/framework"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/inmem"
	"github.com/hashicorp/vault/vault"
)

// A secret engine whose every read gives another password under a lease, as the engines of databases do.
func leased(ctx context.Context, conf *logical.BackendConfig) (logical.Backend, error) {
	var count int
	secret := &framework.Secret{
		Type:            "leased",
		Fields:          map[string]*framework.FieldSchema{"password": {Type: framework.TypeString}},
		DefaultDuration: 4 * time.Second,
		Renew: func(ctx context.Context, req *logical.Request, d *framework.FieldData) (*logical.Response, error) {
			resp := &logical.Response{Secret: req.Secret}
			resp.Secret.TTL = 4 * time.Second
			resp.Secret.MaxTTL = time.Minute
			return resp, nil
		},
		Revoke: func(ctx context.Context, req *logical.Request, d *framework.FieldData) (*logical.Response, error) {
			return nil, nil
		},
	}
	b := &framework.Backend{BackendType: logical.TypeLogical, Secrets: []*framework.Secret{secret}}
	b.Paths = []*framework.Path{{
		Pattern: "creds/" + framework.GenericNameRegex("name"),
		Fields:  map[string]*framework.FieldSchema{"name": {Type: framework.TypeString}},
		Operations: map[logical.Operation]framework.OperationHandler{
			logical.ReadOperation: &framework.PathOperation{
				Callback: func(ctx context.Context, req *logical.Request, d *framework.FieldData) (*logical.Response, error) {
					count++
					resp := secret.Response(map[string]interface{}{"password": fmt.Sprintf("leased-password-%d", count)}, nil)
					resp.Secret.TTL = 4 * time.Second
					resp.Secret.MaxTTL = time.Minute
					return resp, nil
				},
			},
		},
	}}
	return b, b.Setup(ctx, conf)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	logger := hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: os.Stderr})
	backend, err := inmem.NewInmem(nil, logger)
	must(err)
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical:           backend,
		Logger:             logger,
		DisableMlock:       true,
		DisableCache:       true,
		BuiltinRegistry:    registry{},
		CredentialBackends: map[string]logical.Factory{"approle": approle.Factory, "jwt": jwt.Factory, "kubernetes": kubernetes.Factory},
		LogicalBackends:    map[string]logical.Factory{"kv": kv.Factory, "leased": leased},
		AuditBackends:      map[string]audit.Factory{},
		DefaultLeaseTTL:    time.Hour,
		MaxLeaseTTL:        24 * time.Hour,
	})
	must(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	scheme := "http"
	if len(os.Args) == 3 {
		pair, err := tls.LoadX509KeyPair(os.Args[1], os.Args[2])
		must(err)
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{pair}})
		scheme = "https"
	}
	handler := vaulthttp.Handler.Handler(&vault.HandlerProperties{
		Core:           core,
		ListenerConfig: &configutil.Listener{},
	})
	fmt.Printf("%s://%s\n", scheme, listener.Addr())
	must(http.Serve(listener, handler))
}

// No plugins beside those given to the core.
type registry struct{}

func (registry) Contains(string, consts.PluginType) bool { return false }
func (registry) Get(string, consts.PluginType) (func() (interface{}, error), bool) {
	return nil, false
}
func (registry) Keys(consts.PluginType) []string { return nil }
func (registry) DeprecationStatus(string, consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Unknown, false
}
func (registry) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }
